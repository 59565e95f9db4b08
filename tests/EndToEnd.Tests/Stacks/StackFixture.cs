using McpAspire.EndToEnd.Tests.Stacks;
using McpAspire.ServiceDefaults.Tests.Otlp;

[assembly: AssemblyFixture(typeof(StackFixture))]
// One stack and one person serve them all, and a browser on a busy machine is a slow browser.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace McpAspire.EndToEnd.Tests.Stacks;

/// <summary>The stack that all tests share which do not stop, restart or reset anything.</summary>
public sealed class StackFixture : IAsyncLifetime
{
    /// <summary>A client for those who let a device in, under the id <c>tv</c>.</summary>
    private static readonly Dictionary<string, string> DeviceSettings = new()
    {
        ["Identity__Clients__tv__Name"] = "Television",
        ["Identity__Clients__tv__GrantTypes__0"] = "urn:ietf:params:oauth:grant-type:device_code",
        ["Identity__Clients__tv__GrantTypes__1"] = "refresh_token",
    };

    private Stack? _stack;
    private OtlpReceiver? _telemetry;

    public Stack Stack => _stack ?? throw NotStarted();

    /// <summary>Where the services of the stack send their traces.</summary>
    internal OtlpReceiver Telemetry => _telemetry ?? throw NotStarted();

    public async ValueTask InitializeAsync()
    {
        _telemetry = await OtlpReceiver.StartAsync();
        // The variable that tells Aspire where its dashboard listens; every service gets it as its OTLP endpoint.
        var options = new StackOptions
        {
            Identity = DeviceSettings,
            HasSecondServer = true,
            Arguments = [$"--ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL={_telemetry.GrpcEndpoint}"],
        };
        _stack = await Stack.StartAsync(options, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stack is not null) await _stack.DisposeAsync();
        if (_telemetry is not null) await _telemetry.DisposeAsync();
    }

    private static InvalidOperationException NotStarted() => new("The fixture has not started.");
}
