using System.Net;
using System.Text.Json;
using McpAspire.Identity.Tests.OAuth.Assertions;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.Clients;

/// <summary>Dynamic registration (RFC 7591), which is open to everybody and therefore strict.</summary>
public sealed class RegistrationTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Public_client_gets_an_id_and_no_secret()
    {
        var answer = await PostAsync(new
        {
            client_name = "Editor",
            redirect_uris = new[] { "http://127.0.0.1:5555/callback" },
            token_endpoint_auth_method = "none",
            grant_types = new[] { "authorization_code", "refresh_token" },
            response_types = new[] { "code" },
        });

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.NotEmpty(answer.Json.GetProperty("client_id").GetString()!);
        Assert.InRange(answer.Json.GetProperty("client_id_issued_at").GetInt64(), 1_700_000_000, 5_000_000_000);
        Assert.False(answer.Json.TryGetProperty("client_secret", out _));
        Assert.Equal("Editor", answer.Json.GetProperty("client_name").GetString());
        Assert.Equal("none", answer.Json.GetProperty("token_endpoint_auth_method").GetString());
        Assert.Equal("native", answer.Json.GetProperty("application_type").GetString());
        Assert.Equal("openid profile email groups offline_access mcp", answer.Json.GetProperty("scope").GetString());
        Assert.Equal(["http://127.0.0.1:5555/callback"], Strings(answer.Json, "redirect_uris"));
    }

    [Fact]
    public async Task Client_that_says_little_gets_the_defaults_of_the_RFC()
    {
        var answer = await PostAsync(new { redirect_uris = new[] { "https://app.example/callback" } });

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal("client_secret_basic", answer.Json.GetProperty("token_endpoint_auth_method").GetString());
        Assert.Equal(["authorization_code"], Strings(answer.Json, "grant_types"));
        Assert.Equal(["code"], Strings(answer.Json, "response_types"));
        Assert.NotEmpty(answer.Json.GetProperty("client_secret").GetString()!);
        Assert.Equal(0, answer.Json.GetProperty("client_secret_expires_at").GetInt64());
        Assert.Equal("web", answer.Json.GetProperty("application_type").GetString());
    }

    [Fact]
    public async Task Secret_lies_in_the_database_as_a_hash()
    {
        var answer = await PostAsync(new { redirect_uris = new[] { "https://app.example/callback" } });
        var secret = answer.Json.GetProperty("client_secret").GetString()!;

        await using var file = new FileStream(
            $"{_host.DatabaseFile}-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy, TestContext.Current.CancellationToken);

        Assert.Equal(-1, copy.ToArray().AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(secret)));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,hello")]
    [InlineData("vbscript:x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("blob:https://app.example/x")]
    [InlineData("unheard:/callback")]
    [InlineData("http://app.example/callback")]
    [InlineData("http://10.0.0.7/callback")]
    [InlineData("http://localhost.evil.example/callback")]
    [InlineData("http://127.0.0.1.evil.example/callback")]
    [InlineData("http://127.0.0.2/callback")]
    [InlineData("https://app.example/callback#fragment")]
    [InlineData("https://user:secret@app.example/callback")]
    [InlineData("https://app.example/call back")]
    [InlineData("https://app.example\\@evil.example/")]
    [InlineData("https://\u0430pp.example/callback")]
    [InlineData("https://app.example/r\u00e9ponse")]
    [InlineData("http://localhost:9091/callback")]
    [InlineData("http://127.0.0.1:9091/callback")]
    [InlineData("http://[::1]:8080/callback")]
    [InlineData("/callback")]
    [InlineData("app.example/callback")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Bad_redirect_uri_is_refused(string? uri)
    {
        var answer = await PostAsync(new { redirect_uris = new[] { "https://app.example/callback", uri } });

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("invalid_redirect_uri", answer.Error);
        Assert.NotEmpty(answer.Json.GetProperty("error_description").GetString()!);
    }

    [Theory]
    [InlineData("https://app.example/callback?tenant=1")]
    [InlineData("http://localhost/callback")]
    [InlineData("http://[::1]:4000/callback")]
    [InlineData("com.example.app:/callback")]
    [InlineData("cursor://anysphere.cursor-mcp/oauth/callback")]
    [InlineData("https://vscode.dev/redirect")]
    public async Task Good_redirect_uri_is_accepted(string uri)
    {
        var answer = await PostAsync(new { redirect_uris = new[] { uri }, token_endpoint_auth_method = "none" });

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal([uri], Strings(answer.Json, "redirect_uris"));
    }

    [Fact]
    public async Task Redirect_uris_are_bounded_in_number_and_length()
    {
        var many = Enumerable.Range(0, 11).Select(index => $"https://app.example/{index}").ToArray();
        var length = new[] { $"https://app.example/{new string('x', 2048)}" };

        Assert.Equal("invalid_redirect_uri", (await PostAsync(new { redirect_uris = many })).Error);
        Assert.Equal("invalid_redirect_uri", (await PostAsync(new { redirect_uris = length })).Error);
        Assert.Equal("invalid_redirect_uri", (await PostAsync(new { redirect_uris = Array.Empty<string>() })).Error);
        Assert.Equal("invalid_redirect_uri", (await PostAsync(new { client_name = "x" })).Error);
    }

    [Theory]
    [InlineData("""{"redirect_uris":["https://a.example/"],"grant_types":["implicit"]}""")]
    [InlineData("""{"redirect_uris":["https://a.example/"],"grant_types":["client_credentials"]}""")]
    [InlineData("""{"redirect_uris":["https://a.example/"],"response_types":["token"]}""")]
    [InlineData("""{"redirect_uris":["https://a.example/"],"token_endpoint_auth_method":"private_key_jwt"}""")]
    [InlineData("""
        {"redirect_uris":["https://a.example/"],"token_endpoint_auth_method":"private_key_jwt",
        "jwks_uri":"https://a.example/keys"}
        """)]
    [InlineData("""{"redirect_uris":["https://a.example/"],"jwks":{"keys":[]},"jwks_uri":"https://a.example/k"}""")]
    [InlineData("""{"redirect_uris":["https://a.example/"],"application_type":"toaster"}""")]
    [InlineData("""{"redirect_uris":["https://a.example/"],"client_name":"evil\u202ename"}""")]
    [InlineData("""{"redirect_uris":["https://a.example/"],"client_name":"two\nlines"}""")]
    [InlineData("""{"redirect_uris":["https://a.example/"],"redirect_uris":["https://b.example/"]}""")]
    [InlineData("""{"redirect_uris":"https://a.example/"}""")]
    [InlineData("""{"redirect_uris":["https://a.example/"],"grant_types":"authorization_code"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("")]
    public async Task Bad_metadata_is_refused(string json)
    {
        using var client = _host.NewClient();

        var answer = await client.PostJsonAsync("/connect/register", json);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("invalid_client_metadata", answer.Error);
    }

    [Fact]
    public async Task Name_is_bounded()
    {
        var answer = await PostAsync(new
        {
            client_name = new string('x', 101),
            redirect_uris = new[] { "https://app.example/" },
        });

        Assert.Equal("invalid_client_metadata", answer.Error);
    }

    [Theory]
    [InlineData("\u200b")]
    [InlineData("\u200b\u200d\u2060")]
    [InlineData("\u3164")]
    [InlineData("\u2800\u2800")]
    [InlineData("\u00ad")]
    [InlineData("\ufeffBank")]
    [InlineData("Bank\u200b")]
    [InlineData("\u202eknaB")]
    [InlineData("\u2066Bank\u2069")]
    [InlineData("Bank\u2028of")]
    [InlineData("\ue000")]
    [InlineData("\u0301")]
    [InlineData("B\u0301\u0301\u0301\u0301ank")]
    [InlineData("\U000e0041Bank")]
    public async Task Name_that_looks_blank_or_turns_the_page_is_refused(string name)
    {
        var answer = await PostAsync(new { client_name = name, redirect_uris = new[] { "https://app.example/" } });

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_client_metadata"), (answer.Status, answer.Error));
    }

    [Theory]
    [InlineData("Zoë’s Notizbuch – 2")]
    [InlineData("日本語クライアント")]
    [InlineData("עברית")]
    [InlineData("हिन्दी")]
    [InlineData("Rocket 🚀")]
    public async Task Name_in_any_writing_is_accepted(string name)
    {
        var answer = await PostAsync(new { client_name = name, redirect_uris = new[] { "https://app.example/" } });

        Assert.Equal(name, answer.Json.GetProperty("client_name").GetString());
    }

    [Fact]
    public async Task Client_registers_its_keys_and_signs_with_them()
    {
        using var key = TokenKey.EllipticCurve("mine");
        var jwks = JsonDocument.Parse(TokenKey.Jwks(key)).RootElement;
        var answer = await PostAsync(new
        {
            redirect_uris = new[] { Client.RedirectUri }, token_endpoint_auth_method = "private_key_jwt", jwks,
        });
        var client = new Client(_host, answer.Json.GetProperty("client_id").GetString()!, null, Client.RedirectUri);
        var pkce = Pkce.Create();
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        var redirect = await client.ConsentAsync(session, client.AuthorizeUrl(pkce));

        var tokens = await Assertion.TokenAsync(_host, Assertion.Form(
            Assertion.Of(_host, client.Id).Sign(key), ("grant_type", "authorization_code"),
            ("code", redirect.Query["code"]), ("code_verifier", pkce.Verifier), ("redirect_uri", Client.RedirectUri)));

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.False(answer.Json.TryGetProperty("client_secret", out _));
        Assert.Equal("mine", answer.Json.GetProperty("jwks").GetProperty("keys")[0].GetProperty("kid").GetString());
        Assert.Equal(HttpStatusCode.OK, tokens.Status);
    }

    [Fact]
    public async Task Unknown_grants_are_dropped_beside_a_known_one()
    {
        var answer = await PostAsync(new
        {
            redirect_uris = new[] { "https://app.example/" },
            grant_types = new[] { "authorization_code", "urn:ietf:params:oauth:grant-type:device_code" },
        });

        Assert.Equal(["authorization_code"], Strings(answer.Json, "grant_types"));
    }

    [Fact]
    public async Task Body_is_bounded()
    {
        var answer = await PostAsync(new
        {
            redirect_uris = new[] { "https://app.example/" },
            software_statement = new string('x', 17_000),
        });

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Equal("invalid_client_metadata", answer.Error);
    }

    [Fact]
    public async Task Body_that_is_not_JSON_is_refused()
    {
        using var client = _host.NewClient();

        var answer = await client.AskAsync(new HttpRequestMessage(HttpMethod.Post, "/connect/register")
        {
            Content = new FormUrlEncodedContent([new("redirect_uris", "https://app.example/")]),
        });

        Assert.Equal("invalid_client_metadata", answer.Error);
    }

    [Fact]
    public async Task Registrations_are_bounded_for_an_address()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?> { ["Identity:Registration:MaxPerAddress"] = "3" },
        });

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => PostAsync(Minimal, host)));

        Assert.Equal(3, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer =>
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
            Assert.Equal("temporarily_unavailable", answer.Error);
            Assert.Equal("3600", answer.Header("Retry-After"));
        });
    }

    [Fact]
    public async Task Registrations_are_bounded_in_total()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?> { ["Identity:Registration:MaxClients"] = "2" },
        });
        await PostAsync(Minimal, host);
        await PostAsync(Minimal, host);

        var answer = await PostAsync(Minimal, host);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal("temporarily_unavailable", answer.Error);
    }

    private static object Minimal => new { redirect_uris = new[] { "https://app.example/callback" } };

    private async Task<Answer> PostAsync(object metadata, IdentityHost? host = null)
    {
        using var client = (host ?? _host).NewClient();
        return await client.PostJsonAsync("/connect/register", JsonSerializer.Serialize(metadata));
    }

    private static IEnumerable<string?> Strings(JsonElement document, string name) =>
        document.GetProperty(name).EnumerateArray().Select(item => item.GetString());
}
