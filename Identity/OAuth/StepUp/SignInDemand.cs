using System.Security.Claims;
using McpAspire.Identity.OAuth.Pushed;
using McpAspire.Identity.Sessions;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.StepUp;

/// <summary>
/// What an authorization request wants to know of the sign-in: how fresh it is (OpenID Connect Core, section 3.1.2.1)
/// and how strong (RFC 9470).
/// </summary>
internal sealed class SignInDemand(FreshSignIn fresh, TimeProvider clock)
{
    public const string Unmet = "unmet_authentication_requirements";

    /// <summary>The request to resume after sign-in or consent: as it was, with its note if it has one.</summary>
    public static QueryString QueryOf(HttpContext context, OpenIddictRequest request)
    {
        var query = Plain(request);
        return NoteOf(context, request) is { Length: > 0 } note ? query.Add(FreshSignIn.Parameter, note) : query;
    }

    /// <summary>The same with a note that it asked for a sign-in just now.</summary>
    public QueryString AfterSignIn(HttpContext context, OpenIddictRequest request)
    {
        var query = Plain(request);
        return query.Add(FreshSignIn.Parameter, fresh.Ask(context, query.ToString()));
    }

    /// <summary>Whether a sign-in satisfies nothing of what this service can attest.</summary>
    public static bool IsBeyondUs(OpenIddictRequest request) =>
        AskedAcr.Of(request) is { Count: > 0 } asked && !asked.Any(AcrValues.IsKnown);

    /// <summary>OpenID Connect Core, section 3.1.2.1. Another account is chosen by signing in with it.</summary>
    public bool IsTooOld(HttpContext context, OpenIddictRequest request, ClaimsPrincipal session)
    {
        if (request.MaxAge is > 0 && SecondsSince(session.SignedInAt()) > request.MaxAge)
            return true;

        var asksAnew = request.MaxAge <= 0
            || request.HasPromptValue(PromptValues.Login) || request.HasPromptValue(PromptValues.SelectAccount);
        return asksAnew && !IsAnswered(context, request, session);
    }

    /// <summary>Whether the session was not opened with all that is asked for.</summary>
    public static bool IsTooWeak(OpenIddictRequest request, ClaimsPrincipal session) =>
        AskedAcr.Of(request) is { Count: > 0 } asked
        && !AcrValues.Satisfies(AcrValues.Of(session.Methods()), asked);

    /// <summary>Whether this session came about for this request: another sign-in would change nothing.</summary>
    public bool IsAnswered(HttpContext context, OpenIddictRequest request, ClaimsPrincipal session) =>
        fresh.IsAnswered(context, NoteOf(context, request), Plain(request).ToString(), session);

    private long SecondsSince(DateTimeOffset moment) =>
        clock.GetUtcNow().ToUnixTimeSeconds() - moment.ToUnixTimeSeconds();

    private static QueryString Plain(OpenIddictRequest request) =>
        AuthorizationQuery.Of(request, string.Join(' ', request.GetPromptValues()));

    /// <summary>Of a pushed request, it stands beside the reference.</summary>
    private static string? NoteOf(HttpContext context, OpenIddictRequest request) => request.IsPushed()
        ? context.Request.Query[FreshSignIn.Parameter]
        : (string?)request[FreshSignIn.Parameter];
}
