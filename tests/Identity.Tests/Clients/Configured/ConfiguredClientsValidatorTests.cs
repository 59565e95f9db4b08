using McpAspire.Identity.Clients.Configured;
using McpAspire.Shared;
using Microsoft.Extensions.Configuration;

namespace McpAspire.Identity.Tests.Clients.Configured;

/// <summary>What is told of clients in the configuration that cannot be.</summary>
public sealed class ConfiguredClientsValidatorTests
{
    private const string GoodSecret = "0123456789abcdef0123456789abcdef";

    [Fact]
    public void Good_clients_are_accepted() => Assert.Empty(ProblemsOf(
        ("web:Name", "Web"), ("web:RedirectUris:0", "https://app.example/callback"), ("web:Secret", GoodSecret),
        ("cli:Name", "Cli"), ("cli:RedirectUris:0", "http://127.0.0.1/callback"), ("cli:Type", "public"),
        ("own:Name", "Own scheme"), ("own:RedirectUris:0", "unheard:/callback"),
        ("tv:Name", "Tv"), ("tv:GrantTypes:0", "urn:ietf:params:oauth:grant-type:device_code"),
        ("job:Name", "Job"), ("job:SecretHash", ConfiguredHost.SecretHash), ("job:Scopes:0", "mcp"),
        ("job:Resources:0", "http://localhost:8080/mcp/notes"),
        ("url:Name", "Url"), ("url:ClientId", "https://app.example/client.json"), ("url:Secret", GoodSecret)));

    [Theory]
    [InlineData("Name", "", "x:Name is missing")]
    [InlineData("Name", "\u200b", "x:Name cannot be used")]
    [InlineData("ClientId", "two words", "x is no client id")]
    [InlineData("ClientId", "0b9f3f8c-6d7b-4a3f-9a70-6f8f6ac7c8f4", "x has the form of an account's id")]
    [InlineData("RedirectUris:0", "javascript:alert(1)", "x:RedirectUris holds 'javascript:alert(1)'")]
    [InlineData("RedirectUris:0", "http://app.example/", "must point to localhost")]
    [InlineData("RedirectUris:0", "http://localhost:9091/callback", "must not lead to this service")]
    [InlineData("RedirectUris:0", "http://localhost:8080/mcp", "must not lead to this service")]
    [InlineData("GrantTypes:0", "implicit", "x:GrantTypes holds 'implicit'")]
    [InlineData("GrantTypes:0", "authorization_code", "x:RedirectUris is empty")]
    [InlineData("GrantTypes:0", "refresh_token", "x:GrantTypes holds refresh_token without")]
    [InlineData("RequirePushedAuthorization", "true", "x:RequirePushedAuthorization is set")]
    [InlineData("Secret", "short", "x:Secret has less than 32 characters")]
    [InlineData("Secret", "", "x:Secret is missing")]
    [InlineData("Jwks", "{}", "x:Secret, Jwks are several credentials")]
    [InlineData("Type", "private", "x:Type is 'private'")]
    [InlineData("Type", "public", "x:Type is public, but Secret is set")]
    [InlineData("Scopes:0", "admin", "x:Scopes holds 'admin'")]
    [InlineData("Resources:0", "https://elsewhere.example", "x:Resources holds 'https://elsewhere.example'")]
    public void Mistake_is_told_by_its_key(string key, string value, string expected)
    {
        var problems = ProblemsOf(("x:Name", "X"), ("x:Secret", GoodSecret), ($"x:{key}", value));

        Assert.Contains(problems, problem => problem.Contains(expected, StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.StartsWith("Identity:Clients:x", problem, StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.DoesNotContain(GoodSecret, problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SecretHash", "secret", "x:SecretHash is no hash")]
    [InlineData("SecretHash", "$pbkdf2-sha512$1000$c2FsdHNhbHQ$c2FsdHNhbHRzYWx0c2FsdA", "x:SecretHash is no hash")]
    [InlineData("SecretHash", "$2b$12$abcdefghijklmnopqrstuv", "x:SecretHash is no hash")]
    [InlineData("JwksUri", "http://app.example/keys", "x:JwksUri is 'http://app.example/keys'")]
    [InlineData("Jwks", "not json", "x:Jwks cannot be used: The key set is not valid JSON")]
    [InlineData("Jwks", """{"keys":[]}""", "x:Jwks cannot be used")]
    [InlineData("Jwks", """{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}""", "public keys only")]
    [InlineData("Jwks", """{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}""", "no key for signatures")]
    public void Credential_that_cannot_be_used_is_told(string key, string value, string expected)
    {
        var problem = Assert.Single(ProblemsOf(("x:Name", "X"), ($"x:{key}", value)));

        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Blank_credential_is_none(string blank)
    {
        var client = new ConfiguredClient
        {
            Name = "X", RedirectUris = ["http://127.0.0.1/"], Secret = blank, SecretHash = blank, Jwks = blank,
            JwksUri = blank,
        };

        var metadata = client.ToMetadata();

        Assert.Empty(client.Credentials());
        Assert.Equal("none", metadata.AuthMethod);
        Assert.Equal(
            (null, null, null, null),
            (metadata.Secret, metadata.SecretHash, metadata.Keys, metadata.KeysAddress));
    }

    [Fact]
    public void Private_key_in_a_key_set_is_told_and_not_repeated()
    {
        using var key = TokenKey.EllipticCurve("robot");
        var jwks = TokenKey.Jwks(key).Replace("\"kty\"", "\"d\":\"the-secret-part\",\"kty\"", StringComparison.Ordinal);

        var problem = Assert.Single(ProblemsOf(("x:Name", "X"), ("x:Jwks", jwks)));

        Assert.Contains("public keys only", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("the-secret-part", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_of_all_clients_are_told_at_once()
    {
        var problems = ProblemsOf(
            ("a:Secret", "short"), ("b:Name", "B"), ("c:Name", "C"), ("c:Secret", GoodSecret), ("c:ClientId", "b"));

        Assert.Contains(problems, problem => problem.Contains("a:Name", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("a:Secret", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("b:Secret is missing", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("'b' stands at 2 places", StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> ProblemsOf(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.GroupBy(it => it.Key).Select(it =>
                KeyValuePair.Create($"Identity:Clients:{it.Key}", (string?)it.Last().Value)))
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Identity:PublicOrigin"] = "http://localhost:9091",
                ["Identity:Resources:0"] = "http://localhost:8080/mcp",
            })
            .Build();
        var clients = configuration.GetSection(ConfiguredClients.Section).Get<ConfiguredClients>()!;
        var result = new ConfiguredClientsValidator(configuration).Validate(null, clients);
        return [.. result.Failures ?? []];
    }
}
