namespace McpAspire.Gateway.Tests.Hosting;

/// <summary>One gateway with default settings for all tests of a class; they run one after another.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    internal GatewayHost Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Gateway = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();
}
