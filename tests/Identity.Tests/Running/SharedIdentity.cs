[assembly: AssemblyFixture(typeof(McpAspire.Identity.Tests.Running.SharedIdentity))]

namespace McpAspire.Identity.Tests.Running;

/// <summary>
/// The host that all tests share which leave it as they found it: they bring people and clients of their own.
/// </summary>
public sealed class SharedIdentity : IAsyncLifetime
{
    public IdentityHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await IdentityHost.StartAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
