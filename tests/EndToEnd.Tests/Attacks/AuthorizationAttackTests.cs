using System.Net;
using System.Text.Json;
using McpAspire.EndToEnd.Tests.OAuth;
using McpAspire.EndToEnd.Tests.People;
using McpAspire.EndToEnd.Tests.Stacks;
using Microsoft.AspNetCore.WebUtilities;

namespace McpAspire.EndToEnd.Tests.Attacks;

/// <summary>What a client may not ask identity for.</summary>
public sealed class AuthorizationAttackTests(StackFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Stack Stack => fixture.Stack;

    [Fact]
    public async Task An_unknown_client_gets_an_error_page_and_no_redirect()
    {
        var client = await Stack.ClientAsync(Cancellation);

        var page = await OpenAsync(client.AuthorizationRequest(Pkce.Create(), Stack.Resource, ("client_id", "nobody")));

        AssertErrorPage(page);
    }

    [Theory]
    [InlineData("https://evil.example/callback")]
    [InlineData("http://127.0.0.1:33419/other")]
    [InlineData("http://127.0.0.1:33419/callback/../other")]
    [InlineData("http://127.0.0.1:33419/callback?more=1")]
    [InlineData("http://localhost:33419/callback")]
    [InlineData("http://127.0.0.1.evil.example:33419/callback")]
    [InlineData("http://user@127.0.0.1:33419/callback")]
    [InlineData("https://127.0.0.1:33419/callback")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task A_redirect_that_was_not_registered_gets_an_error_page_and_no_redirect(string redirectUri)
    {
        var client = await Stack.ClientAsync(Cancellation);

        var page = await OpenAsync(
            client.AuthorizationRequest(Pkce.Create(), Stack.Resource, ("redirect_uri", redirectUri)));

        AssertErrorPage(page);
    }

    [Fact]
    public async Task A_request_without_PKCE_gets_no_code()
    {
        var client = await Stack.ClientAsync(Cancellation);

        await AssertNoCodeAsync(client.AuthorizationRequest(
            Pkce.Create(), Stack.Resource, ("code_challenge", null), ("code_challenge_method", null)));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData(null)]
    public async Task Plain_PKCE_gets_no_code(string? method)
    {
        var client = await Stack.ClientAsync(Cancellation);
        var pkce = Pkce.Create();

        // RFC 7636 section 4.3: a method that is left out means plain.
        await AssertNoCodeAsync(client.AuthorizationRequest(
            pkce, Stack.Resource, ("code_challenge", pkce.Verifier), ("code_challenge_method", method)));
    }

    [Fact]
    public async Task A_resource_that_is_not_ours_gets_no_code()
    {
        var client = await Stack.ClientAsync(Cancellation);

        await AssertNoCodeAsync(client.AuthorizationRequest(Pkce.Create(), "https://evil.example/mcp"));
    }

    [Fact]
    public async Task A_refusal_by_the_person_goes_back_to_the_client()
    {
        var client = await Stack.RegisterAsync("Unwanted", Cancellation);

        var callback = await Stack.Administrator.AuthorizeAsync(
            client.AuthorizationRequest(Pkce.Create(), Stack.Resource), allow: false, Cancellation);

        var parameters = QueryHelpers.ParseQuery(callback.Query);
        Assert.Equal("access_denied", parameters["error"]);
        Assert.Equal("a-state", parameters["state"]);
        Assert.Equal(Stack.IssuerName, parameters["iss"]);
        Assert.DoesNotContain("code", parameters.Keys);
    }

    [Fact]
    public async Task Metadata_offers_neither_plain_nor_implicit_nor_password()
    {
        var json = await Stack.Http.GetStringAsync(
            new Uri(Stack.Issuer, "/.well-known/oauth-authorization-server"), Cancellation);
        using var document = JsonDocument.Parse(json);

        Assert.Equal(["S256"], Values("code_challenge_methods_supported"));
        Assert.Equal(["code"], Values("response_types_supported"));
        Assert.Equal(
            [
                "authorization_code", "client_credentials", "refresh_token",
                "urn:ietf:params:oauth:grant-type:device_code",
                "urn:ietf:params:oauth:grant-type:token-exchange",
            ],
            Values("grant_types_supported").Order());

        IEnumerable<string> Values(string name) =>
            document.RootElement.GetProperty(name).EnumerateArray().Select(value => value.GetString()!).ToList();
    }

    /// <summary>Opens the request as somebody whom identity does not know yet: errors come before signing in.</summary>
    private async Task<Page> OpenAsync(Uri request)
    {
        using var browser = new FormBrowser(Stack.Issuer);
        return await browser.GetAsync(request, Cancellation);
    }

    private static void AssertErrorPage(Page page)
    {
        Assert.Null(page.LeftFor);
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains("<h1", page.Html);
        Assert.DoesNotContain("OpenIddict", page.Html, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The error stays on a page or goes to the registered redirect URI, before anybody signs in.</summary>
    private async Task AssertNoCodeAsync(Uri request)
    {
        var page = await OpenAsync(request);
        if (page.LeftFor is null)
        {
            AssertErrorPage(page);
            return;
        }

        var parameters = QueryHelpers.ParseQuery(page.LeftFor.Query);
        Assert.Equal(OAuthClient.Loopback.GetLeftPart(UriPartial.Path), page.LeftFor.GetLeftPart(UriPartial.Path));
        Assert.Contains((string?)parameters["error"], new[] { "invalid_request", "invalid_target" });
        Assert.DoesNotContain("code", parameters.Keys);
    }
}
