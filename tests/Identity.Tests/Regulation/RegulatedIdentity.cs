using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.Regulation;

/// <summary>A host with the limits of an installation, for tests that come from addresses of their own.</summary>
public sealed class RegulatedIdentity : IAsyncLifetime
{
    private static int Taken;

    public IdentityHost Host { get; private set; } = null!;

    public static string NextAddress()
    {
        var number = Interlocked.Increment(ref Taken);
        return $"198.18.{number / 250}.{(number % 250) + 1}";
    }

    public async ValueTask InitializeAsync() => Host = await Regulated.StartAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
