namespace McpAspire.Gateway.Tests.Hosting;

/// <summary>One gateway with default settings for all tests of a class; they run one after another.</summary>
public class GatewayFixture : IAsyncLifetime
{
    internal GatewayHost Gateway { get; private set; } = null!;

    private protected virtual Dictionary<string, string?>? Settings => null;

    public async ValueTask InitializeAsync() => Gateway = await GatewayHost.StartAsync(Settings);

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
