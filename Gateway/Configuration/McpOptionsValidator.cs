using System.Net;
using System.Text.RegularExpressions;
using McpAspire.Gateway.Policy.Rules;
using McpAspire.Gateway.Sessions;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Configuration;

/// <summary>Finds everything that is wrong at once; each finding has its configuration path and a remedy.</summary>
internal sealed partial class McpOptionsValidator(IConfiguration configuration) : IValidateOptions<McpOptions>
{
    private const int SmallestKey = 16;
    private const int SmallestBody = 1024;
    private const int LargestBody = 64 * 1024 * 1024;
    private const int SmallestResult = 64 * 1024;
    private const int LargestResult = 1024 * 1024 * 1024;
    private const int SmallestAnswer = 64 * 1024;
    private const int LargestAnswer = 1024 * 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, McpOptions options)
    {
        string[] errors =
        [
            .. options.Unreadable,
            .. PublicOrigin(options),
            .. Authorization(options.Authorization),
            .. Revocations(options.Authorization),
            .. ServerRules.Problems(options.Servers),
            .. Lists(options),
            .. Limits(options),
            .. options.Bridge.Problems(),
            .. options.LegacyClients.Problems(),
            .. PolicyCompiler.Compile(options.Policy, new SettingPlaces(configuration)).Problems,
            .. options.Audit.Problems(),
            .. options.Limits.Problems(),
        ];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> PublicOrigin(McpOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.PublicOrigin))
            yield return "Mcp:PublicOrigin: is missing; set what clients use, such as https://host.example.ts.net.";
        else if (!WebOrigin.TryParse(options.PublicOrigin, out _))
            yield return $"Mcp:PublicOrigin: '{options.PublicOrigin}' is not an origin; write scheme, host and port, "
                + "without path or trailing slash.";
        else if (!WebOrigin.IsSecure(options.PublicOrigin))
            yield return $"Mcp:PublicOrigin: '{options.PublicOrigin}' is not protected by TLS; use https "
                + "(http is accepted for localhost only).";
    }

    private static IEnumerable<string> Authorization(TokenOptions token)
    {
        if (string.IsNullOrWhiteSpace(token.Issuer))
            yield return "Mcp:Authorization:Issuer: is missing; set the exact issuer of the access tokens.";
        else if (!IsIssuer(token.Issuer))
            yield return $"Mcp:Authorization:Issuer: '{token.Issuer}' is not an issuer; write a URL without query.";
        else if (!WebOrigin.IsSecure(token.Issuer))
            yield return $"Mcp:Authorization:Issuer: '{token.Issuer}' is not protected by TLS; use https "
                + "(http is accepted for localhost only).";

        if (string.IsNullOrWhiteSpace(token.JwksAddress))
            yield return "Mcp:Authorization:JwksAddress: is missing; set where the issuer's signing keys are, such as "
                + "http://identity/.well-known/jwks.";
        else if (!WebOrigin.IsAddress(token.JwksAddress))
            yield return $"Mcp:Authorization:JwksAddress: '{token.JwksAddress}' is not an absolute http or https URL.";

        if (!ScopeToken().IsMatch(token.Scope))
            yield return $"Mcp:Authorization:Scope: '{token.Scope}' is not one scope; write one word, such as mcp.";
        if (token.JwksRefreshInterval < TimeSpan.FromSeconds(1) || token.JwksRefreshInterval > TimeSpan.FromDays(1))
            yield return "Mcp:Authorization:JwksRefreshInterval: must be between 00:00:01 and 1.00:00:00.";
        foreach (var problem in token.Dpop.Problems())
            yield return problem;
    }

    private static IEnumerable<string> Revocations(TokenOptions token)
    {
        var isOn = !string.IsNullOrWhiteSpace(token.RevocationsAddress);
        if (isOn && !WebOrigin.IsAddress(token.RevocationsAddress!))
            yield return $"Mcp:Authorization:RevocationsAddress: '{token.RevocationsAddress}' is not an absolute http "
                + "or https URL.";
        if (isOn && (token.RevocationsKey is null || token.RevocationsKey.Length < SmallestKey))
            yield return "Mcp:Authorization:RevocationsKey: is missing or too short; set the issuer's secret, at least "
                + $"{SmallestKey} characters.";
        if (!isOn && !string.IsNullOrEmpty(token.RevocationsKey))
            yield return "Mcp:Authorization:RevocationsAddress: is missing, though RevocationsKey is set; set where the "
                + "issuer lists revoked tokens, such as http://identity/connect/revocations.";

        if (token.RevocationsInterval < TimeSpan.FromMilliseconds(100)
            || token.RevocationsInterval > TimeSpan.FromMinutes(1))
            yield return "Mcp:Authorization:RevocationsInterval: must be between 00:00:00.1 and 00:01:00.";
        if (token.RevocationsMaxAge < token.RevocationsInterval * 2 || token.RevocationsMaxAge > TimeSpan.FromHours(1))
            yield return "Mcp:Authorization:RevocationsMaxAge: must be between twice RevocationsInterval and 01:00:00.";
    }

    private static IEnumerable<string> Lists(McpOptions options)
    {
        for (var i = 0; i < options.AllowedOrigins.Length; i++)
        {
            var origin = options.AllowedOrigins[i];
            if (!WebOrigin.TryParse(origin, out _))
                yield return $"Mcp:AllowedOrigins:{i}: '{origin}' is not an origin; write scheme, host "
                    + "and port of one origin ('*' and 'null' would let every page on the web call).";
        }

        for (var i = 0; i < options.AllowedHosts.Length; i++)
        {
            if (!WebOrigin.TryParse($"http://{options.AllowedHosts[i]}", out _))
                yield return $"Mcp:AllowedHosts:{i}: '{options.AllowedHosts[i]}' is not host[:port].";
        }

        for (var i = 0; i < options.KnownProxies.Length; i++)
        {
            var proxy = options.KnownProxies[i];
            if (!IPNetwork.TryParse(proxy, out _) && !IPAddress.TryParse(proxy, out _))
                yield return $"Mcp:KnownProxies:{i}: '{proxy}' is neither an address nor a network; "
                    + "write 10.0.0.7 or 10.0.0.0/24.";
        }
    }

    private static IEnumerable<string> Limits(McpOptions options)
    {
        if (options.MaxBodyBytes is < SmallestBody or > LargestBody)
            yield return $"Mcp:MaxBodyBytes: must be between {SmallestBody} and {LargestBody}.";
        if (options.MaxResultBytes is < SmallestResult or > LargestResult)
            yield return $"Mcp:MaxResultBytes: must be between {SmallestResult} and {LargestResult}.";
        if (options.MaxAnswerBytes is < SmallestAnswer or > LargestAnswer)
            yield return $"Mcp:MaxAnswerBytes: must be between {SmallestAnswer} and {LargestAnswer}.";
        if (options.BackendTimeout < TimeSpan.FromMilliseconds(100) || options.BackendTimeout > TimeSpan.FromHours(1))
            yield return "Mcp:BackendTimeout: must be between 00:00:00.1 and 01:00:00.";
        if (options.StreamIdleTimeout < TimeSpan.FromSeconds(1) || options.StreamIdleTimeout > TimeSpan.FromDays(7))
            yield return "Mcp:StreamIdleTimeout: must be between 00:00:01 and 7.00:00:00.";
        if (!Enum.IsDefined(options.Transport))
            yield return $"Mcp:Transport: '{options.Transport}' is none; write HttpClient or Sockets.";
        if (options.ListPageSize is < 1 or > 10_000)
            yield return "Mcp:ListPageSize: must be between 1 and 10000.";
        if (options.ListTimeout < TimeSpan.FromMilliseconds(100) || options.ListTimeout > TimeSpan.FromMinutes(5))
            yield return "Mcp:ListTimeout: must be between 00:00:00.1 and 00:05:00.";
        if (options.FileInterval < TimeSpan.FromMilliseconds(10) || options.FileInterval > TimeSpan.FromMinutes(1))
            yield return "Mcp:FileInterval: must be between 00:00:00.01 and 00:01:00.";
        if (options.KeepAliveInterval < TimeSpan.FromMilliseconds(10)
            || options.KeepAliveInterval > TimeSpan.FromMinutes(10))
            yield return "Mcp:KeepAliveInterval: must be between 00:00:00.01 and 00:10:00.";
        if (options.DrainDelay < TimeSpan.Zero || options.DrainDelay > TimeSpan.FromHours(1))
            yield return "Mcp:DrainDelay: must be between 00:00:00 and 01:00:00.";
        if (options.DrainTimeout < TimeSpan.Zero || options.DrainTimeout > TimeSpan.FromHours(1))
            yield return "Mcp:DrainTimeout: must be between 00:00:00 and 01:00:00.";
        if (options.StateKey is { } key && !IsKey(key))
            yield return "Mcp:StateKey: must be 32 bytes in base64; make one with 'openssl rand -base64 32'.";
        foreach (var problem in options.Sessions.Problems())
            yield return problem;
    }

    private static bool IsKey(string text)
    {
        Span<byte> key = stackalloc byte[StateSeal.KeyBytes + 1];
        return Convert.TryFromBase64String(text, key, out var length) && length == StateSeal.KeyBytes;
    }

    /// <summary>RFC 8414 section 2.</summary>
    private static bool IsIssuer(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Query == "" && uri.Fragment == "";

    /// <summary>RFC 6749 section 3.3: <c>scope-token = 1*( %x21 / %x23-5B / %x5D-7E )</c>.</summary>
    [GeneratedRegex(@"^[\x21\x23-\x5B\x5D-\x7E]+$", RegexOptions.CultureInvariant)]
    private static partial Regex ScopeToken();
}
