using System.Net;
using System.Text.Json;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.Passkeys;

/// <summary>Settings of passkeys, each on a host of its own.</summary>
public sealed class PasskeyOptionsTests
{
    private static readonly Guid Known = new("d548826e-79b4-db40-a3d8-11116f7e8349");
    private static readonly Guid Other = new("ee882879-721c-4913-9775-3dfcce97072a");

    [Fact]
    public async Task P4_models_that_are_not_permitted_are_refused_and_the_browser_waits_a_minute()
    {
        await using var host = await StartAsync(("PermittedAaguids:0", $"{Known}"), ("Attestation", "direct"));
        var session = await (await host.NewPersonAsync()).SignInAsync();

        var (options, _) = await session.AskAsync("/security/passkey");
        var refused = await session.TryEnrolAsync(new SoftAuthenticator { Model = Other });
        var permitted = await session.TryEnrolAsync(new SoftAuthenticator { Model = Known });

        Assert.Equal(60_000, JsonDocument.Parse(options).RootElement.GetProperty("timeout").GetInt32());
        Assert.Equal("direct", JsonDocument.Parse(options).RootElement.GetProperty("attestation").GetString());
        Assert.Contains("This model of authenticator is not allowed here.", refused.Body, StringComparison.Ordinal);
        Assert.Equal("/security", permitted.Location);
    }

    [Fact]
    public async Task P4_models_that_are_prohibited_and_passkeys_that_are_copied_are_refused()
    {
        await using var host = await StartAsync(
            ("ProhibitedAaguids:0", $"{Known}"), ("AllowBackupEligible", "false"));
        var session = await (await host.NewPersonAsync()).SignInAsync();

        var prohibited = await session.TryEnrolAsync(new SoftAuthenticator { Model = Known, IsCopied = false });
        var copied = await session.TryEnrolAsync(new SoftAuthenticator { Model = Other });
        var allowed = await session.TryEnrolAsync(new SoftAuthenticator { Model = Other, IsCopied = false });

        Assert.Contains("This model", prohibited.Body, StringComparison.Ordinal);
        Assert.Contains("copied between devices", copied.Body, StringComparison.Ordinal);
        Assert.Equal("/security", allowed.Location);
    }

    [Fact]
    public async Task Required_verification_refuses_passkeys_without_it()
    {
        await using var host = await StartAsync(("UserVerification", "required"));
        var session = await (await host.NewPersonAsync()).SignInAsync();
        var passkey = new SoftAuthenticator { Verifies = false };

        var refused = await session.TryEnrolAsync(passkey);
        passkey.Verifies = true;
        var enrolled = await session.TryEnrolAsync(passkey);
        passkey.Verifies = false;
        var used = await host.NewBrowser().UseAsync(PasskeyWalk.Alone, passkey);

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal("/security", enrolled.Location);
        Assert.Equal(HttpStatusCode.BadRequest, used.Status);
    }

    [Fact]
    public async Task Without_passkeys_nothing_offers_or_takes_them()
    {
        await using var host = await StartAsync(("Enabled", "false"));
        var session = await (await host.NewPersonAsync()).SignInAsync();
        var page = await session.GetAsync("/sign-in");

        Assert.DoesNotContain("passkey", page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("script-src", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await session.GetAsync("/security/passkey")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await session.PostAsync(
            "/sign-in/passkey?alone=true&handler=Options", Browser.Hidden(page, []))).Status);
    }

    [Fact]
    public async Task Ceremony_ends_after_five_minutes()
    {
        await using var host = await StartAsync();
        var passkey = new SoftAuthenticator();
        await host.WithPasskeyAsync(passkey);
        var browser = host.NewBrowser();
        var (options, page) = await browser.AskAsync(PasskeyWalk.Alone);
        host.Clock.Advance(TimeSpan.FromMinutes(5));

        var answer = await browser.AnswerAsync(PasskeyWalk.Alone, page, passkey.Get(options));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("took too long", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Domain_and_origin_come_from_the_configured_origin_and_the_cookie_is_bound_to_the_host()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Origin = "https://id.example.org",
            Extra = new Dictionary<string, string?> { ["Identity:AllowedHosts:0"] = "other.example.org" },
        });
        var passkey = new SoftAuthenticator { Origin = "https://id.example.org", Domain = "id.example.org" };
        await host.WithPasskeyAsync(passkey);
        using var client = host.NewClient();
        client.DefaultRequestHeaders.Host = "other.example.org";
        var browser = new Browser(client, host);

        var (options, page) = await browser.AskAsync(PasskeyWalk.Alone);
        var done = await browser.AnswerAsync(PasskeyWalk.Alone, page, passkey.Get(options));

        Assert.Equal("id.example.org", JsonDocument.Parse(options).RootElement.GetProperty("rpId").GetString());
        Assert.Equal("/", done.Location);
        Assert.Contains(browser.SetCookies, cookie =>
            cookie.StartsWith("__Host-passkey=", StringComparison.Ordinal)
            && cookie.Contains("samesite=strict", StringComparison.OrdinalIgnoreCase)
            && cookie.Contains("httponly", StringComparison.OrdinalIgnoreCase)
            && cookie.Contains("secure", StringComparison.OrdinalIgnoreCase));
    }

    private static Task<IdentityHost> StartAsync(params (string Key, string Value)[] settings) =>
        IdentityHost.StartAsync(new()
        {
            Extra = settings.ToDictionary(
                setting => $"Identity:Passkeys:{setting.Key}", setting => (string?)setting.Value),
        });
}
