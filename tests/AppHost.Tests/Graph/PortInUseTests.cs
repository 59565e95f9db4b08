using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.Testing;

namespace McpAspire.AppHost.Tests.Graph;

public sealed class PortInUseTests
{
    [Theory]
    [InlineData("gateway", "Ports:Gateway", "--gateway-port")]
    [InlineData("identity", "Ports:Identity", "--identity-port")]
    public async Task Start_OnAPortInUse_NamesPortResourceAndSetting(string resource, string setting, string option)
    {
        using var data = new TemporaryDirectory();
        using var occupant = new TcpListener(IPAddress.Loopback, 0);
        occupant.Start();
        var port = ((IPEndPoint)occupant.LocalEndpoint).Port;
        var cancellation = TestContext.Current.CancellationToken;
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["--DcpPublisher:RandomizePorts=false", $"--{setting}={port}", $"--Data:Directory={data.Path}"],
            cancellation);
        await using var application = await builder.BuildAsync(cancellation);

        var error = await Assert.ThrowsAnyAsync<DistributedApplicationException>(
            () => application.StartAsync(cancellation));

        Assert.Contains($"Port {port} of {resource} is in use", error.Message, StringComparison.Ordinal);
        Assert.Contains(setting, error.Message, StringComparison.Ordinal);
        Assert.Contains(option, error.Message, StringComparison.Ordinal);
    }
}
