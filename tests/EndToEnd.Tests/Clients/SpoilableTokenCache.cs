using McpAspire.EndToEnd.Tests.OAuth;
using ModelContextProtocol.Authentication;

namespace McpAspire.EndToEnd.Tests.Clients;

/// <summary>The C# client's memory of its tokens, in which a test can make the access token worthless.</summary>
internal sealed class SpoilableTokenCache : ITokenCache
{
    private volatile TokenContainer? _tokens;

    public TokenContainer Tokens => _tokens ?? throw new InvalidOperationException("The client has stored no tokens.");

    public ValueTask<TokenContainer?> GetTokensAsync(CancellationToken cancellationToken) => new(_tokens);

    public ValueTask StoreTokensAsync(TokenContainer tokens, CancellationToken cancellationToken)
    {
        _tokens = tokens;
        return ValueTask.CompletedTask;
    }

    /// <summary>The signature no longer fits, as little as it would fit an expired token.</summary>
    public void SpoilAccessToken() => _tokens = new TokenContainer
    {
        AccessToken = Jwt.Parse(Tokens.AccessToken).With("jti", "spoiled").ToString(),
        TokenType = Tokens.TokenType,
        RefreshToken = Tokens.RefreshToken,
        ExpiresIn = Tokens.ExpiresIn,
        Scope = Tokens.Scope,
        ObtainedAt = Tokens.ObtainedAt,
        ClientId = Tokens.ClientId,
        ClientSecret = Tokens.ClientSecret,
        TokenEndpointAuthMethod = Tokens.TokenEndpointAuthMethod,
        AuthorizationServer = Tokens.AuthorizationServer,
    };
}
