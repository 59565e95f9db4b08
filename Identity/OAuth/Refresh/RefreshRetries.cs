using Microsoft.AspNetCore;
using OpenIddict.Server;

namespace McpAspire.Identity.OAuth.Refresh;

/// <summary>Sends the answer that a refresh got to the same request once more.</summary>
internal sealed class RefreshRetries(RefreshAnswers answers)
{
    public const string Refusal = "The refresh token has already been used.";

    /// <summary>Whether the answer was there for this asker, and was sent (RFC 6749, section 5.1).</summary>
    public async Task<bool> TryAnswerAsync(OpenIddictServerTransaction transaction, RefreshRetry retry)
    {
        var http = transaction.GetHttpRequest()?.HttpContext
            ?? throw new InvalidOperationException("The request did not come through ASP.NET Core.");
        if (await answers.FindAsync(retry, http.RequestAborted) is not { } answer)
            return false;

        var response = http.Response;
        response.ContentType = "application/json;charset=UTF-8";
        response.ContentLength = answer.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        await response.Body.WriteAsync(answer, http.RequestAborted);
        return true;
    }
}
