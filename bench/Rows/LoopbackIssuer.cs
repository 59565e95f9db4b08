using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Bench.Rows;

/// <summary>An issuer with one key: its key set, its list of revoked tokens, and tokens.</summary>
internal sealed class LoopbackIssuer : IAsyncDisposable
{
    public const string Name = "http://localhost:9091";
    public const string RevocationsKey = "the secret of the bench";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    private readonly TokenKey _key = TokenKey.EllipticCurve("bench");
    private LoopbackHost _host = null!;

    public string JwksAddress => $"{_host.Address}jwks";

    public string RevocationsAddress => $"{_host.Address}revocations";

    public static async Task<LoopbackIssuer> StartAsync()
    {
        var issuer = new LoopbackIssuer();
        issuer._host = await LoopbackHost.StartAsync(issuer.AnswerAsync);
        return issuer;
    }

    public string Token(string resource)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new TokenDraft(Name, resource, now)
            .With("exp", (now + Lifetime).ToUnixTimeSeconds())
            .Sign(_key);
    }

    public ValueTask DisposeAsync()
    {
        _key.Dispose();
        return _host.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext http) => http.Response.WriteAsync(
        http.Request.Path == "/jwks" ? TokenKey.Jwks(_key) : """{"revoked":[],"keys":["bench"]}""");
}
