using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.Perimeter.RateLimits;

/// <summary>A host with small limits, for tests that come from addresses of their own.</summary>
public sealed class LimitedIdentity : IAsyncLifetime
{
    public IdentityHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await RateLimitTests.StartAsync(token: "3/1m, 10/1h");

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
