using McpAspire.Identity.OAuth.Exchange.Trust;
using McpAspire.Shared;
using Microsoft.Extensions.Configuration;

namespace McpAspire.Identity.Tests.OAuth.Exchange.Trust;

/// <summary>Mistakes in the configuration of trusted issuers, which are told at the start.</summary>
public sealed class TrustedIssuersTests
{
    private const string At = "Identity:TrustedIssuers:0";
    private static readonly string Jwks = TokenKey.Jwks(TokenKey.EllipticCurve("key-1"));

    [Fact]
    public void Good_entry_is_accepted() => Assert.Empty(Validate([]));

    [Theory]
    [InlineData("Issuer", "", "Issuer is ''")]
    [InlineData("Issuer", "http://idp.example", "with https")]
    [InlineData("Issuer", "https://idp.example?tenant=1", "as it stands in its metadata")]
    [InlineData("Issuer", "http://localhost:9091", "Issuer is this server itself")]
    [InlineData("Jwks", "", "needs exactly one of JwksUri, Jwks and JwksFile, but none is set")]
    [InlineData("Jwks", "{}", "Jwks cannot be used")]
    [InlineData("Jwks", """{"keys":[{"kty":"oct","k":"AAAA"}]}""", "Jwks cannot be used")]
    [InlineData("JwksUri", "https://idp.example/jwks", "but JwksUri and Jwks are set")]
    [InlineData("Clients:0", "", "Clients is empty")]
    [InlineData("Scopes:0", "unknown", "Scopes holds 'unknown'")]
    [InlineData("Scopes:0", "openid", "Scopes holds 'openid'")]
    [InlineData("Scopes:0", "offline_access", "Scopes holds 'offline_access'")]
    [InlineData("MaxLifetime", "00:00:30", "MaxLifetime is 00:00:30")]
    [InlineData("MaxLifetime", "1.00:00:00", "MaxLifetime is 1.00:00:00")]
    [InlineData("Mapping", "Link", "Links is empty, so nobody is let in")]
    [InlineData("Links:0:Subject", "somebody", "without Subject or UserName")]
    public void Mistake_is_told_with_its_key(string key, string value, string expected)
    {
        var problems = Validate(new() { [$"{At}:{key}"] = value });

        Assert.Contains(problems, problem => problem.StartsWith(At, StringComparison.Ordinal)
            && problem.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Keys_elsewhere_have_to_be_there()
    {
        var plain = Validate(new() { [$"{At}:Jwks"] = null, [$"{At}:JwksUri"] = "http://idp.example/jwks" });
        var missing = Validate(new() { [$"{At}:Jwks"] = null, [$"{At}:JwksFile"] = "/no/such/file.json" });

        Assert.Contains("Write an https address", Assert.Single(plain), StringComparison.Ordinal);
        Assert.Contains("/no/such/file.json", Assert.Single(missing), StringComparison.Ordinal);
    }

    [Fact]
    public void Links_alone_create_no_accounts_and_name_each_subject_once()
    {
        var problems = Validate(new()
        {
            [$"{At}:Mapping"] = "Link",
            [$"{At}:CreateAccounts"] = "true",
            [$"{At}:Links:0:Subject"] = "twice",
            [$"{At}:Links:0:UserName"] = "one",
            [$"{At}:Links:1:Subject"] = "twice",
            [$"{At}:Links:1:UserName"] = "another",
        });

        Assert.Contains(problems, problem => problem.Contains("CreateAccounts is set", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("'twice' 2 times", StringComparison.Ordinal));
    }

    [Fact]
    public void Issuer_stands_once()
    {
        var problems = Validate(new()
        {
            ["Identity:TrustedIssuers:1:Issuer"] = "https://idp.example",
            ["Identity:TrustedIssuers:1:Jwks"] = Jwks,
            ["Identity:TrustedIssuers:1:Clients:0"] = "desk",
            ["Identity:TrustedIssuers:1:Mapping"] = "Email",
        });

        Assert.Contains("stands at 2 places", Assert.Single(problems), StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Validate(Dictionary<string, string?> changes)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Identity:PublicOrigin"] = "http://localhost:9091",
            [$"{At}:Issuer"] = "https://idp.example",
            [$"{At}:Jwks"] = Jwks,
            [$"{At}:Clients:0"] = "desk",
            [$"{At}:Mapping"] = "UserName",
        };
        foreach (var (key, value) in changes)
            settings[key] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var options = configuration.GetSection(TrustedIssuersOptions.Section).Get<TrustedIssuersOptions>()!;
        return [.. new TrustedIssuersValidator(configuration).Validate(null, options).Failures ?? []];
    }
}
