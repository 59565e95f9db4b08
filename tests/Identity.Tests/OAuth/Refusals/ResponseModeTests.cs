using System.Net;
using System.Text.RegularExpressions;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth.Refusals;

/// <summary>Codes and errors reach the client in the way that it asked for.</summary>
public sealed partial class ResponseModeTests(SharedIdentity identity)
{
    private const string Https = "https://app.example/callback";

    private readonly IdentityHost _host = identity.Host;

    [Theory]
    [InlineData("query", "?")]
    [InlineData("fragment", "#")]
    public async Task Code_and_error_go_into_query_or_fragment(string mode, string separator)
    {
        var client = await Client.RegisterAsync(_host);
        var session = await (await _host.NewPersonAsync()).SignInAsync();

        var granted = await client.ConsentAsync(session, Url(client, mode));
        var denied = await client.ConsentAsync(session, Url(client, mode), "deny");
        var wrong = await session.GetAsync(Url(client, mode, ("scope", "admin:everything")));

        foreach (var answer in new[] { granted, denied, wrong })
        {
            Assert.StartsWith($"{Client.RedirectUri}{separator}", answer.Location, StringComparison.Ordinal);
            Assert.Equal("the-state", answer.Query["state"]);
            Assert.Equal("http://localhost:9091", answer.Query["iss"]);
        }

        Assert.NotEmpty(granted.Query["code"]);
        Assert.Equal("access_denied", denied.Query["error"]);
        Assert.Equal("invalid_scope", wrong.Query["error"]);
    }

    [Fact]
    public async Task Code_and_error_are_posted_by_a_form_without_inline_script()
    {
        var client = await Client.RegisterAsync(_host, Https);
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        var state = "\"><script>alert(1)</script>";

        var granted = await client.ConsentAsync(session, Url(client, "form_post", ("state", state)));
        var wrong = await session.GetAsync(Url(client, "form_post", ("scope", "admin:everything")));

        foreach (var page in new[] { granted, wrong })
        {
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Contains($"action=\"{Https}\"", page.Body, StringComparison.Ordinal);
            Assert.Equal("http://localhost:9091", FieldsOf(page)["iss"]);
            Assert.DoesNotContain("<script>", page.Body, StringComparison.Ordinal);
            Assert.Contains(
                "form-action 'self' https://app.example;", page.Header("Content-Security-Policy"),
                StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Equal("no-store", page.Header("Cache-Control"));
        }

        Assert.Equal(["code", "iss", "state"], FieldsOf(granted).Keys.Order());
        Assert.Equal(state, FieldsOf(granted)["state"]);
        Assert.Equal("invalid_scope", FieldsOf(wrong)["error"]);
    }

    [Fact]
    public async Task Form_goes_to_the_client_and_to_no_other()
    {
        var client = await Client.RegisterAsync(_host, Https);

        var page = await _host.NewBrowser().GetAsync(
            Url(client, "form_post", ("redirect_uri", "https://evil.example/callback")));

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.DoesNotContain("action=\"https://evil.example", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_that_is_called_by_its_scheme_is_answered_in_the_query()
    {
        var client = await Client.RegisterAsync(_host, "com.example.app:/callback");

        var answer = await _host.NewBrowser().GetAsync(Url(client, "form_post", ("prompt", "none")));

        Assert.StartsWith("com.example.app:/callback?", answer.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jwt")]
    [InlineData("query.jwt")]
    [InlineData("web_message")]
    public async Task Refusal_of_a_mode_that_is_not_served_goes_into_the_query(string mode)
    {
        var client = await Client.RegisterAsync(_host);

        var answer = await _host.NewBrowser().GetAsync(Url(client, mode));

        Assert.StartsWith($"{Client.RedirectUri}?", answer.Location, StringComparison.Ordinal);
        Assert.Equal("invalid_request", answer.Query["error"]);
        Assert.Equal("the-state", answer.Query["state"]);
        Assert.Equal("http://localhost:9091", answer.Query["iss"]);
    }

    [Theory]
    [InlineData("token", "#")]
    [InlineData("id_token token", "#")]
    [InlineData("code id_token", "#")]
    [InlineData("none", "?")]
    [InlineData("nonsense", "?")]
    public async Task Refusal_of_a_response_type_goes_where_its_answer_would_go(string type, string separator)
    {
        var client = await Client.RegisterAsync(_host);

        var answer = await _host.NewBrowser().GetAsync(
            client.AuthorizeUrl(Pkce.Create(), new() { ["response_type"] = type, ["nonce"] = "n" }));

        Assert.StartsWith($"{Client.RedirectUri}{separator}", answer.Location, StringComparison.Ordinal);
        Assert.Equal("unsupported_response_type", answer.Query["error"]);
    }

    private static string Url(Client client, string mode, params (string Name, string Value)[] others)
    {
        var overrides = new Dictionary<string, string?> { ["response_mode"] = mode };
        foreach (var (name, value) in others)
            overrides[name] = value;
        return client.AuthorizeUrl(Pkce.Create(), overrides);
    }

    private static Dictionary<string, string> FieldsOf(Answer page) => Field().Matches(page.Body)
        .ToDictionary(it => it.Groups[1].Value, it => WebUtility.HtmlDecode(it.Groups[2].Value));

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">")]
    private static partial Regex Field();
}
