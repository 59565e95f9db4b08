using System.Buffers;
using McpAspire.ServiceDefaults.Dpop;
using Microsoft.AspNetCore.WebUtilities;

namespace McpAspire.Gateway.Authentication;

/// <summary>Takes the token out of a request (RFC 6750 section 2.1: the header, and nothing else).</summary>
internal static class BearerToken
{
    /// <summary>Far above what an issuer makes, far below what a header may be.</summary>
    public const int MaxLength = 8 * 1024;

    private const string Scheme = "Bearer ";
    private const string DpopScheme = DpopProof.Scheme + " ";

    /// <summary>RFC 6750 section 2.1, b64token: also tokens of other issuers, well-formed but invalid.</summary>
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    /// <summary>Reads the header; anything but exactly one well-formed credential is malformed.</summary>
    public static Credential Read(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        if (header.Count == 0)
            return default;

        // RFC 6750 section 2: one method a request. A token in the query ends up in logs and Referer headers.
        if (header is not [{ } value] || HasTokenInQuery(request.QueryString))
            return Credential.Malformed;

        // RFC 9110 section 11.1: the scheme is case-insensitive. RFC 6750 section 3.1: a client that tries another
        // one is told to use this one, and no error.
        var isPlain = value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
        var isDpop = !isPlain && value.StartsWith(DpopScheme, StringComparison.OrdinalIgnoreCase);
        if (!isPlain && !isDpop)
            return IsOtherScheme(value) ? default : Credential.Malformed;

        var token = value.AsMemory((isDpop ? DpopScheme : Scheme).Length);
        return token.Length is > 0 and <= MaxLength && !token.Span.ContainsAnyExcept(TokenCharacters)
            ? new Credential(token, false, isDpop)
            : Credential.Malformed;
    }

    private static bool IsOtherScheme(string value) =>
        value.Split(' ', 2) is [var scheme, _] && !scheme.StartsWith("Bearer", StringComparison.OrdinalIgnoreCase);

    private static bool HasTokenInQuery(QueryString query)
    {
        if (!query.HasValue)
            return false;

        foreach (var pair in new QueryStringEnumerable(query.Value))
        {
            if (pair.DecodeName().Span.Equals("access_token", StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>
    /// A token, as the part of the header that it is: a copy of it on every request would be the largest thing that the
    /// stages make. Or, with neither, no credential at all.
    /// </summary>
    internal readonly record struct Credential(ReadOnlyMemory<char> Token, bool IsMalformed, bool IsDpop = false)
    {
        public static readonly Credential Malformed = new(default, true);
    }
}
