using System.Globalization;
using System.Net;
using System.Net.Sockets;
using McpAspire.OfflineAspire.Running;
using McpAspire.Shared;

namespace McpAspire.AppHost.Tests.Offline;

public sealed class ChildEnvironmentTests
{
    private const string Receiver = "OTEL_EXPORTER_OTLP_ENDPOINT";

    [Fact]
    public async Task Child_DoesNotInheritTheOperatorsParameters()
    {
        Environment.SetEnvironmentVariable("Parameters__ts_authkey", "tskey");
        var output = new RecordedOutput();
        using var watchdog = new Watchdog();

        using var child = ChildProcess.Start(
            new("/usr/bin/env", [], "/"),
            [new("GIVEN", "yes")],
            new("env", output),
            watchdog,
            new(Environment.GetEnvironmentVariable("PATH")),
            TimeProvider.System);
        await child.Exited.Within();

        Assert.Contains(("env", "GIVEN=yes"), output.Lines);
        Assert.DoesNotContain(output.Lines, line => line.Text.Contains("tskey", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TelemetryAddress_WhereNobodyListens_IsWithheld()
    {
        var given = await TelemetryReceiver.WithholdIfAbsentAsync(
            [new(Receiver, "http://127.0.0.1:9"), new("OTHER", "1")], TestContext.Current.CancellationToken);

        Assert.Equal(["OTHER"], given.Keys);
    }

    [Fact]
    public async Task TelemetryAddress_WhereSomebodyListens_IsGiven()
    {
        using var receiver = new TcpListener(IPAddress.Loopback, 0);
        receiver.Start();
        var port = ((IPEndPoint)receiver.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var given = await TelemetryReceiver.WithholdIfAbsentAsync(
            [new(Receiver, $"http://127.0.0.1:{port}")], TestContext.Current.CancellationToken);

        Assert.Equal($"http://127.0.0.1:{port}", given[Receiver]);
    }
}
