using McpAspire.AppHost.Tests.Graph;
using McpAspire.Shared;

namespace McpAspire.AppHost.Tests.Offline;

public sealed class AppHostProcessTests : IDisposable
{
    private const int Sigint = 2;
    private const int Sigterm = 15;
    private readonly TemporaryDirectory _data = new();

    [Theory]
    [InlineData(Sigint)]
    [InlineData(Sigterm)]
    public async Task Signal_EndsTheAppHostAndEveryChild(int signal)
    {
        using var host = AppHostProcess.Start(_data.Path);
        await host.WritesAsync("McpAspire is ready");
        var children = host.Children;

        host.Signal(signal);

        Assert.Equal(0, await host.ExitCodeAsync());
        Assert.True(children.Length >= 4);
        await Eventually.HoldsAsync(() => !children.Any(Processes.Live), "no child lives");
    }

    [Fact]
    public async Task Kill_OfTheAppHostItself_LeavesNoChild()
    {
        using var host = AppHostProcess.Start(_data.Path);
        await host.WritesAsync("McpAspire is ready");
        var children = host.Children;

        host.Kill();

        Assert.True(children.Length >= 4);
        await Eventually.HoldsAsync(() => !children.Any(Processes.Live), "no child lives");
    }

    [Fact]
    public async Task Start_WithAResourceThatDies_StopsTheOthersAndExitsWithOne()
    {
        Directory.CreateDirectory(Path.Combine(_data.Path, "identity", "identity.db"));
        using var host = AppHostProcess.Start(_data.Path);

        await host.WritesAsync("identity ended by itself with exit code");
        var exitCode = await host.ExitCodeAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains(host.Lines, line => line.StartsWith("The start failed:", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Lines, line => line.Contains("McpAspire is ready", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_WithAWrongSetting_SaysSoWithoutAStackTraceAndExitsWithOne()
    {
        using var host = AppHostProcess.Start(_data.Path, "--Ports:Gateway=many");

        var exitCode = await host.ExitCodeAsync();

        Assert.Equal(1, exitCode);
        await host.WritesAsync("Ports:Gateway is 'many'");
        Assert.DoesNotContain(host.Lines, line => line.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Publish_SaysThatItNeedsTheRealAspire()
    {
        using var host = AppHostProcess.Start(_data.Path, "--operation", "publish", "--step", "publish");

        var exitCode = await host.ExitCodeAsync();

        Assert.NotEqual(0, exitCode);
        await host.WritesAsync("publishing needs the real Aspire");
    }

    [Fact]
    public async Task Start_ShowsTheTableAndThePasswordOnce_AndResetShowsANewOne()
    {
        var first = await PasswordLineAsync();
        var second = await PasswordLineAsync();
        var reset = await PasswordLineAsync("--reset-administrator");

        Assert.Contains("one-time password", first, StringComparison.Ordinal);
        Assert.Contains("./run --reset-administrator", second, StringComparison.Ordinal);
        Assert.Contains("(shown only here and only now)", reset, StringComparison.Ordinal);
        Assert.NotEqual(first, reset);
    }

    public void Dispose() => _data.Dispose();

    private async Task<string> PasswordLineAsync(params string[] args)
    {
        using var host = AppHostProcess.Start(_data.Path, args);
        await host.WritesAsync("Stop            Ctrl-C");
        Assert.Contains("tailscale    NotStarted (needs the real Aspire)", host.Lines);
        host.Signal(Sigterm);
        await host.ExitCodeAsync();
        return host.Lines.Single(line => line.StartsWith("  Administrator", StringComparison.Ordinal));
    }
}
