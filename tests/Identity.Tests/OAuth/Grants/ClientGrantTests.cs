using System.Net;
using McpAspire.Identity.Tests.Clients.Configured;
using McpAspire.Identity.Tests.OAuth.Assertions;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth.Grants;

/// <summary>Programs that act for themselves (RFC 6749, section 4.4).</summary>
[Collection(ConfiguredHost.Name)]
public sealed class ClientGrantTests(ConfiguredHost configured)
{
    private readonly IdentityHost _host = configured.Host;

    [Fact]
    public async Task Token_says_that_it_is_of_no_person()
    {
        var answer = await AskAsync(("resource", $"{IdentityHost.Mcp}/everything"));

        var tokens = Tokens.Of(answer);
        Assert.Equal("robot", tokens.AccessClaims.GetProperty("sub").GetString());
        Assert.Equal("robot", tokens.AccessClaims.GetProperty("client_id").GetString());
        Assert.NotEmpty(tokens.AccessClaims.GetProperty("jti").GetString()!);
        Assert.Equal("mcp mcp:read", tokens.AccessClaims.GetProperty("scope").GetString());
        Assert.Equal([$"{IdentityHost.Mcp}/everything"], tokens.Audiences);
        Assert.Equal("at+jwt", tokens.AccessHeader.GetProperty("typ").GetString());
        Assert.Null(tokens.Refresh);
        Assert.Null(tokens.Id);
        Assert.All(
            ["amr", "auth_time", "groups", "name", "preferred_username"],
            claim => Assert.False(tokens.AccessClaims.TryGetProperty(claim, out _), claim));
    }

    [Theory]
    [InlineData("mcp", "mcp")]
    [InlineData("mcp:read", "mcp:read")]
    public async Task Scope_can_be_narrowed(string asked, string given)
    {
        var answer = await AskAsync(("scope", asked));

        Assert.Equal(given, Tokens.Of(answer).AccessClaims.GetProperty("scope").GetString());
    }

    [Theory]
    [InlineData("scope", "openid", "invalid_scope")]
    [InlineData("scope", "mcp profile", "invalid_scope")]
    [InlineData("scope", "email", "invalid_scope")]
    [InlineData("scope", "groups", "invalid_scope")]
    [InlineData("scope", "offline_access", "invalid_scope")]
    [InlineData("scope", "mcp admin:everything", "invalid_scope")]
    [InlineData("resource", "http://localhost:8080/mcp/other", "invalid_target")]
    [InlineData("resource", "https://elsewhere.example/mcp", "invalid_target")]
    public async Task What_the_client_may_not_have_is_refused(string parameter, string value, string error)
    {
        var answer = await AskAsync((parameter, value));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(error, answer.Error);
    }

    [Theory]
    [InlineData("job")]
    [InlineData("hashed")]
    public async Task Secret_of_a_configured_client_is_accepted_and_any_other_refused(string id)
    {
        var right = await SecretAsync(id, ConfiguredHost.Secret);
        var wrong = await SecretAsync(id, ConfiguredHost.Secret + "x");
        var hash = await SecretAsync(id, ConfiguredHost.SecretHash);

        Assert.True(right.Status == HttpStatusCode.OK, right.Body);
        Assert.Equal("invalid_client", wrong.Error);
        Assert.Equal("invalid_client", hash.Error);
    }

    [Fact]
    public async Task Client_that_registered_itself_may_not()
    {
        var client = await Client.RegisterAsync(_host, authMethod: "client_secret_post");

        var answer = await SecretAsync(client.Id, client.Secret!);

        Assert.Equal("unauthorized_client", answer.Error);
    }

    [Fact]
    public async Task Public_client_may_not()
    {
        var answer = await Assertion.TokenAsync(_host, new()
        {
            ["grant_type"] = "client_credentials", ["client_id"] = "app",
        });

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
    }

    [Fact]
    public async Task Token_of_a_program_opens_no_userinfo()
    {
        var tokens = Tokens.Of(await AskAsync());
        var client = await Client.RegisterAsync(_host);

        var answer = await client.UserInfoAsync(tokens.Access);

        Assert.Contains(answer.Status, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden });
    }

    private Task<Answer> AskAsync(params (string, string)[] others) => Assertion.TokenAsync(_host, Assertion.Form(
        Assertion.Of(_host, "robot").Sign(configured.RobotKey), [("grant_type", "client_credentials"), .. others]));

    private Task<Answer> SecretAsync(string id, string secret) => Assertion.TokenAsync(_host, new()
    {
        ["grant_type"] = "client_credentials", ["client_id"] = id, ["client_secret"] = secret,
    });
}
