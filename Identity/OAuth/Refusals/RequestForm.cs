using System.Buffers;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Refusals;

/// <summary>What is wrong with the form of a request; OpenIddict takes it for no parameter at all.</summary>
internal static class RequestForm
{
    private const string RegistrationNotSupported = "registration_not_supported";
    private const string Registration = "registration";

    /// <summary>A SHA-256 digest in base64url (RFC 7636, section 4.2).</summary>
    private const int ChallengeLength = 43;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    /// <summary>RFC 8707, section 2, and RFC 8693, section 2.1: the ones that may be sent several times.</summary>
    private static readonly string[] Repeatable = [Parameters.Resource, Parameters.Audience];

    /// <summary>RFC 6749, section 3.1: two readings of one request are two requests.</summary>
    public static OAuthError? RepetitionIn(OpenIddictRequest request) =>
        request.GetParameters().Where(it => it.Value.Count > 1 && !Repeatable.Contains(it.Key))
            .Select(it => new OAuthError(Errors.InvalidRequest, "A parameter was sent more than once."))
            .FirstOrDefault();

    /// <summary>What is wrong with an authorization request, or null.</summary>
    public static OAuthError? ProblemOf(OpenIddictRequest request)
    {
        if (RepetitionIn(request) is { } repetition)
            return repetition;
        if (request.HasParameter(Registration))
            return new OAuthError(RegistrationNotSupported, "The parameter 'registration' is not supported.");
        // Passed over, it would let a sign-in of any age count.
        if ((string?)request.GetParameter(Parameters.MaxAge) is { Length: > 0 } age
            && age.AsSpan().ContainsAnyExcept(Digits))
        {
            return new OAuthError(Errors.InvalidRequest, "The parameter 'max_age' is not a number of seconds.");
        }

        return request.CodeChallenge is { Length: > 0 and not ChallengeLength }
            ? new OAuthError(Errors.InvalidRequest, "The parameter 'code_challenge' is no SHA-256 digest.")
            : null;
    }
}
