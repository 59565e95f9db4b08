using McpAspire.Identity.OAuth.Pushed;
using McpAspire.Identity.OAuth.StepUp;
using Microsoft.Extensions.Primitives;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth;

/// <summary>
/// Writes an authorization request as a query again, whichever way it came, so that it can be resumed.
/// </summary>
internal static class AuthorizationQuery
{
    /// <summary>Carries the id of a consent decision back to the authorization endpoint.</summary>
    public const string ConsentParameter = "consent";

    public static QueryString Of(OpenIddictRequest request, string prompt)
    {
        if (request.IsPushed())
            return PushedRequest.QueryOf(request);

        var query = QueryString.Empty;
        foreach (var (name, value) in request.GetParameters())
        {
            if (name is ConsentParameter or FreshSignIn.Parameter or Parameters.Prompt)
                continue;
            foreach (var item in ((StringValues?)value).GetValueOrDefault())
                query = query.Add(name, item ?? string.Empty);
        }

        return prompt.Length == 0 ? query : query.Add(Parameters.Prompt, prompt);
    }

    /// <summary>The id of the decision; of a pushed request, it stands beside the reference.</summary>
    public static string? ConsentOf(HttpContext context, OpenIddictRequest request) =>
        request.IsPushed() ? context.Request.Query[ConsentParameter] : (string?)request[ConsentParameter];
}
