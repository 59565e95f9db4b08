using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth.Revocation;

/// <summary>A host that knows a gateway; a class shares it and may shift its clock.</summary>
public sealed class GatewayHost : IAsyncLifetime
{
    public const string Key = "the-gateways-key-for-tests";

    public IdentityHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await IdentityHost.StartAsync(new()
    {
        Extra = new Dictionary<string, string?> { ["Identity:Gateway:Key"] = Key },
    });

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
