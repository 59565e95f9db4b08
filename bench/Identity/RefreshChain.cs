using System.Net;
using McpAspire.EndToEnd.Tests.OAuth;

namespace McpAspire.Bench.Identity;

/// <summary>One login whose refresh token is used over and over, one use at a time.</summary>
internal sealed class RefreshChain(OAuthClient client, string refreshToken)
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private string _refreshToken = refreshToken;

    public async Task<bool> RefreshAsync()
    {
        await _turn.WaitAsync();
        try
        {
            var answer = await client.RefreshAsync(_refreshToken, IdentityServer.Resource, default);
            if (answer.Status != HttpStatusCode.OK)
                return false;

            _refreshToken = answer.RefreshToken;
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }
}
