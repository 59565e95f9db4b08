using McpAspire.Identity.Clients.Keys;
using McpAspire.Identity.OAuth.Resources;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.OAuth.Exchange.Trust;

/// <summary>Checks all trusted issuers, so that every mistake is told at one start.</summary>
internal sealed class TrustedIssuersValidator(IConfiguration configuration) : IValidateOptions<TrustedIssuersOptions>
{
    private static readonly TimeSpan LeastLifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MostLifetime = TimeSpan.FromHours(1);

    /// <summary>It is a key of the table in which subjects are remembered.</summary>
    private const int MaxIssuerLength = 128;

    public ValidateOptionsResult Validate(string? name, TrustedIssuersOptions options)
    {
        var errors = new List<string>();
        for (var index = 0; index < options.TrustedIssuers.Count; index++)
        {
            var at = $"{TrustedIssuersOptions.Section}:TrustedIssuers:{index}";
            var issuer = options.TrustedIssuers[index];
            errors.AddRange(NameProblems(at, issuer));
            errors.AddRange(KeyProblems(at, issuer));
            errors.AddRange(RangeProblems(at, issuer));
            errors.AddRange(MappingProblems(at, issuer));
        }

        errors.AddRange(options.TrustedIssuers.GroupBy(issuer => issuer.Issuer, StringComparer.Ordinal)
            .Where(same => same.Count() > 1)
            .Select(same => $"The issuer '{same.Key}' stands at {same.Count()} places of Identity:TrustedIssuers. "
                + "Keep one."));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private IEnumerable<string> NameProblems(string at, TrustedIssuer issuer)
    {
        // RFC 8414, section 2: neither query nor fragment.
        if (!IsGuarded(issuer.Issuer) || issuer.Issuer.AsSpan().ContainsAny('?', '#'))
        {
            yield return $"{at}:Issuer is '{issuer.Issuer}'. "
                + "Write the issuer as it stands in its metadata, with https.";
        }

        if (issuer.Issuer.Length > MaxIssuerLength)
            yield return $"{at}:Issuer has more than {MaxIssuerLength} characters.";
        if (issuer.Issuer == configuration["Identity:PublicOrigin"])
            yield return $"{at}:Issuer is this server itself. Name another one, or remove the entry.";
    }

    private static IEnumerable<string> KeyProblems(string at, TrustedIssuer issuer)
    {
        var places = issuer.KeyPlaces();
        if (places.Count != 1)
        {
            var set = places.Count == 0 ? "none is" : $"{string.Join(" and ", places)} are";
            yield return $"{at} needs exactly one of JwksUri, Jwks and JwksFile, but {set} set.";
        }
        else if (!string.IsNullOrWhiteSpace(issuer.JwksUri) && !IsGuarded(issuer.JwksUri))
        {
            yield return $"{at}:JwksUri is '{issuer.JwksUri}'. Write an https address.";
        }
        else if (!string.IsNullOrWhiteSpace(issuer.Jwks) && !ClientKeySet.TryRead(issuer.Jwks, out _, out var problem))
        {
            yield return $"{at}:Jwks cannot be used: {problem}";
        }
        else if (!string.IsNullOrWhiteSpace(issuer.JwksFile) && FileProblem(issuer.JwksFile) is { } fileProblem)
        {
            yield return $"{at}:JwksFile is '{issuer.JwksFile}', which cannot be used: {fileProblem}";
        }
    }

    private IEnumerable<string> RangeProblems(string at, TrustedIssuer issuer)
    {
        if (issuer.Clients.All(string.IsNullOrWhiteSpace))
            yield return $"{at}:Clients is empty. Name the ids of the clients that may bring its assertions.";

        var server = configuration.GetSection(ResourceOptions.Section).Get<ResourceOptions>() ?? new ResourceOptions();
        var scopes = ScopeCatalog.BuiltIn.Concat(server.Scopes).Except(ExchangeGrantTypes.ScopesOfSignIn);
        foreach (var scope in issuer.Scopes.Except(scopes, StringComparer.Ordinal))
        {
            yield return $"{at}:Scopes holds '{scope}', which cannot be given here. "
                + "Add it to Identity:Scopes, or leave it out.";
        }

        if (issuer.MaxLifetime < LeastLifetime || issuer.MaxLifetime > MostLifetime)
            yield return $"{at}:MaxLifetime is {issuer.MaxLifetime}. Choose from {LeastLifetime} to {MostLifetime}.";
    }

    private static IEnumerable<string> MappingProblems(string at, TrustedIssuer issuer)
    {
        var byLinks = issuer.Mapping is SubjectMapping.Link;
        if (byLinks && issuer.Links.Count == 0)
            yield return $"{at}:Links is empty, so nobody is let in. Add links, or set Mapping to Email or UserName.";
        if (byLinks && issuer.CreateAccounts)
            yield return $"{at}:CreateAccounts is set. Accounts are created with the Mapping Email or UserName only.";
        if (issuer.Links.Any(link => string.IsNullOrEmpty(link.Subject) || string.IsNullOrWhiteSpace(link.UserName)))
            yield return $"{at}:Links holds an entry without Subject or UserName. Give it both.";
        foreach (var same in issuer.Links.GroupBy(link => link.Subject, StringComparer.Ordinal))
        {
            if (same.Count() > 1)
                yield return $"{at}:Links holds the subject '{same.Key}' {same.Count()} times. Keep one.";
        }
    }

    /// <summary>What comes over plain http could be anybody's; on the machine itself there is nobody between.</summary>
    private static bool IsGuarded(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private static string? FileProblem(string path)
    {
        try
        {
            return ClientKeySet.TryRead(File.ReadAllText(path), out _, out var problem) ? null : problem;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return unreadable.Message;
        }
    }
}
