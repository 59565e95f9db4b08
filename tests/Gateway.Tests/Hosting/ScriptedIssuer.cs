using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Hosting;

/// <summary>The issuer's JWK Set endpoint: its keys can change, and it can be down.</summary>
internal sealed class ScriptedIssuer : IAsyncDisposable
{
    public const string Name = "http://localhost:9091";

    private LoopbackHost _host = null!;
    private int _fetches;
    private (Task Release, TaskCompletionSource Reached, TaskCompletionSource Done)? _hold;

    public TokenKey Key { get; } = TokenKey.Rsa("key-1");

    /// <summary>What it publishes now.</summary>
    public List<TokenKey> Published { get; } = [];

    public bool IsDown { get; set; }

    public int Fetches => Volatile.Read(ref _fetches);

    public Uri JwksAddress => new(_host.Address, ".well-known/jwks");

    public static async Task<ScriptedIssuer> StartAsync()
    {
        var issuer = new ScriptedIssuer();
        issuer.Published.Add(issuer.Key);
        issuer._host = await LoopbackHost.StartAsync(issuer.AnswerAsync);
        return issuer;
    }

    public TokenDraft Draft(DateTimeOffset? now = null, string audience = GatewayHost.Resource) =>
        new(Name, audience, now ?? TimeProvider.System.GetUtcNow());

    public string Token() => Draft().Sign(Key);

    /// <summary>Lets the next fetch read the keys at once and answer them only after the release.</summary>
    public Task HoldNext(Task release, TaskCompletionSource reached)
    {
        var done = new TaskCompletionSource();
        _hold = (release, reached, done);
        return done.Task;
    }

    public ValueTask DisposeAsync()
    {
        Key.Dispose();
        return _host.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        Interlocked.Increment(ref _fetches);
        var keys = TokenKey.Jwks(Published);
        var held = _hold;
        _hold = null;
        if (held is { } h)
        {
            h.Reached.SetResult();
            await h.Release;
        }

        if (IsDown)
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        else
            await http.Response.WriteAsync(keys);
        held?.Done.SetResult();
    }
}
