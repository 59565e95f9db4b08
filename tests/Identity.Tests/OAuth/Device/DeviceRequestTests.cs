using System.Net;
using System.Text.RegularExpressions;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth.Device;

/// <summary>A device asks for codes (RFC 8628, sections 3.1 and 3.2).</summary>
[Collection(DeviceHost.Name)]
public sealed class DeviceRequestTests(DeviceHost devices)
{
    private readonly IdentityHost _host = devices.Host;

    [Fact]
    public async Task Device_gets_its_codes_the_page_the_lifetime_and_the_interval()
    {
        var answer = await new DeviceClient(_host).AskAsync();

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        var code = answer.Json.GetProperty("user_code").GetString()!;
        Assert.Matches(new Regex("^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$"), code);
        Assert.Equal("http://localhost:9091/device", answer.Json.GetProperty("verification_uri").GetString());
        Assert.Equal(
            $"http://localhost:9091/device?user_code={code}",
            answer.Json.GetProperty("verification_uri_complete").GetString());
        Assert.InRange(answer.Json.GetProperty("expires_in").GetInt32(), 595, 600);
        Assert.Equal(5, answer.Json.GetProperty("interval").GetInt32());
        Assert.True(answer.Json.GetProperty("device_code").GetString()!.Length >= 43);
        Assert.Equal("no-store", answer.Header("Cache-Control"));
    }

    [Fact]
    public async Task Codes_are_not_those_of_the_last_request()
    {
        var first = await new DeviceClient(_host).StartAsync();
        var second = await new DeviceClient(_host).StartAsync();

        Assert.NotEqual(first.User, second.User);
        Assert.NotEqual(first.Device, second.Device);
    }

    [Theory]
    [InlineData("tv", "scope", "admin:everything", "invalid_scope")]
    [InlineData("tv", "resource", "https://elsewhere.example/mcp", "invalid_target")]
    [InlineData("tv", "resource", $"{IdentityHost.Mcp}/../admin", "invalid_target")]
    [InlineData("radio", "scope", "mcp profile", "invalid_scope")]
    [InlineData("radio", "resource", $"{IdentityHost.Mcp}/other", "invalid_target")]
    [InlineData("web", "scope", "mcp", "unauthorized_client")]
    [InlineData("nobody", "scope", "mcp", "invalid_client")]
    [InlineData("box", "scope", "mcp", "invalid_client")]
    [InlineData("box", "client_secret", "not-the-secret-of-the-set-top-box", "invalid_client")]
    public async Task What_a_client_may_not_have_is_refused_with_its_error(
        string client, string parameter, string value, string error)
    {
        var answer = await new DeviceClient(_host, client).AskAsync((parameter, value));

        Assert.Contains(answer.Status, new[] { HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized });
        Assert.Equal(error, answer.Error);
        Assert.DoesNotContain("openiddict", answer.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Request_without_a_client_is_refused()
    {
        var answer = await new DeviceClient(_host).AskAsync(("client_id", null));

        Assert.Equal("invalid_client", answer.Error);
    }

    [Fact]
    public async Task Client_that_registered_itself_gets_no_codes()
    {
        var client = await Client.RegisterAsync(_host, grantTypes: ["authorization_code", DeviceClient.GrantType]);

        var answer = await new DeviceClient(_host, client.Id).AskAsync();

        Assert.Equal("unauthorized_client", answer.Error);
    }

    [Fact]
    public async Task Confidential_client_gets_codes_and_tokens_with_its_secret_alone()
    {
        var client = new DeviceClient(_host, "box");
        var codes = await client.StartAsync(("client_secret", DeviceHost.Secret), ("scope", "mcp offline_access"));
        await client.AnswerAsync(await SessionAsync(), codes);

        var without = await client.PollAsync(codes);
        var with = await client.PollAsync(codes, ("client_secret", DeviceHost.Secret));

        Assert.Equal("invalid_client", without.Error);
        Assert.True(with.Status == HttpStatusCode.OK, with.Body);
        // It may not refresh: the scope for that is left out.
        Assert.Null(Tokens.Of(with).Refresh);
    }

    [Fact]
    public async Task Metadata_names_the_endpoint_and_the_grant()
    {
        using var http = _host.NewClient();

        var document = (await http.AskAsync("/.well-known/oauth-authorization-server")).Json;

        Assert.Equal(
            "http://localhost:9091/connect/device", document.GetProperty("device_authorization_endpoint").GetString());
        Assert.Contains(
            DeviceClient.GrantType,
            document.GetProperty("grant_types_supported").EnumerateArray().Select(it => it.GetString()));
    }

    private async Task<Browser> SessionAsync() => await (await _host.NewPersonAsync()).SignInAsync();
}
