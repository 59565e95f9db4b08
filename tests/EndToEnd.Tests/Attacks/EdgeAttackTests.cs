using System.Net;
using McpAspire.EndToEnd.Tests.Stacks;

namespace McpAspire.EndToEnd.Tests.Attacks;

/// <summary>What the two public listeners do not do for anybody, whatever the headers say.</summary>
public sealed class EdgeAttackTests(StackFixture fixture)
{
    private const string Evil = "evil.example";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Stack Stack => fixture.Stack;

    [Theory]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/sign-in")]
    public async Task Identity_does_not_answer_to_a_foreign_host(string path)
    {
        using var response = await GetAsync(new Uri(Stack.Issuer, path), ("Host", Evil));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain(Evil, await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task The_gateway_passes_nothing_on_for_a_foreign_host()
    {
        using var request = McpRequest.CallTool(Stack.McpUrl, bearer: null);
        request.Headers.Host = Evil;

        using var response = await Stack.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.DoesNotContain(Evil, await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("Host", Evil)]
    [InlineData("X-Forwarded-Host", Evil)]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Original-Host", Evil)]
    [InlineData("Forwarded", $"host={Evil};proto=https")]
    public async Task What_a_stranger_says_about_hosts_does_not_reach_the_metadata_of_the_resource(
        string header, string value) => await AssertSameAsync(Stack.ResourceMetadataUrl, header, value);

    [Theory]
    [InlineData("X-Forwarded-Host", Evil)]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Original-Host", Evil)]
    [InlineData("Forwarded", $"host={Evil};proto=https")]
    public async Task What_a_stranger_says_about_hosts_does_not_reach_the_metadata_of_the_issuer(
        string header, string value)
    {
        await AssertSameAsync(new Uri(Stack.Issuer, "/.well-known/oauth-authorization-server"), header, value);
        await AssertSameAsync(new Uri(Stack.Issuer, "/.well-known/openid-configuration"), header, value);
    }

    [Theory]
    [InlineData("/operator/administrator")]
    [InlineData("/operator")]
    [InlineData("/operator/")]
    [InlineData("/OPERATOR/administrator")]
    [InlineData("//operator/administrator")]
    [InlineData("/x/../operator/administrator")]
    [InlineData("/%6fperator/administrator")]
    public async Task The_operator_has_no_door_on_the_public_listeners(string path)
    {
        foreach (var origin in new[] { Stack.Issuer, Stack.Gateway })
        {
            var url = new Uri(origin.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions
            {
                DangerousDisablePathAndQueryCanonicalization = true,
            });
            using var response = await GetAsync(url, ("Authorization", "Bearer anything"));

            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_web_page_of_somebody_else_cannot_call_the_gateway()
    {
        using var request = McpRequest.CallTool(Stack.McpUrl, bearer: null);
        request.Headers.Add("Origin", $"https://{Evil}");

        using var response = await Stack.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private async Task AssertSameAsync(Uri url, string header, string value)
    {
        var plain = await Stack.Http.GetStringAsync(url, Cancellation);
        using var response = await GetAsync(url, (header, value));
        Assert.Equal(plain, await response.Content.ReadAsStringAsync(Cancellation));
    }

    private async Task<HttpResponseMessage> GetAsync(Uri url, (string Name, string Value) header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return await Stack.Http.SendAsync(request, Cancellation);
    }
}
