using System.Net;
using McpAspire.Identity.Audit;
using McpAspire.Identity.OAuth.Device;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace McpAspire.Identity.Tests.OAuth.Device;

/// <summary>A person types the code (RFC 8628, sections 3.3, 5.1 and 6.1).</summary>
[Collection(DeviceHost.Name)]
public sealed class EntryTests(DeviceHost devices)
{
    private const string NoSuchCode = "BBBB-BBBB";

    private readonly IdentityHost _host = devices.Host;
    private readonly DeviceClient _client = new(devices.Host);

    [Fact]
    public async Task Stranger_is_led_through_the_whole_sign_in_and_back_with_the_code()
    {
        var person = await _host.NewPersonAsync();
        var codes = await _client.StartAsync();
        var path = new Uri(codes.Complete).PathAndQuery;

        var stranger = await _host.NewBrowser().GetAsync(path);
        var session = await person.SignInAsync(returnUrl: path);
        var page = await session.GetAsync(path);

        Assert.Equal($"/sign-in?returnUrl={Uri.EscapeDataString(path)}", stranger.Location);
        Assert.Contains($"value=\"{codes.User}\"", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_with_the_code_fills_it_in_and_answers_nothing()
    {
        var session = await SessionAsync();
        var codes = await _client.StartAsync();

        var page = await session.GetAsync(codes.Complete);
        var poll = await _client.PollAsync(codes);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains($"value=\"{codes.User}\"", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Television", page.Body, StringComparison.Ordinal);
        Assert.Equal("authorization_pending", poll.Error);
    }

    [Theory]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("AEIO-UAEI")]
    [InlineData("BCDF")]
    public async Task Link_with_anything_else_fills_in_nothing(string brought)
    {
        var session = await SessionAsync();

        var page = await session.GetAsync($"/device?user_code={Uri.EscapeDataString(brought)}");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("name=\"Code\"", page.Body, StringComparison.Ordinal);
        Assert.DoesNotMatch("name=\"Code\"[^>]*\\svalue=\"[^\"]", page.Body);
        Assert.DoesNotContain("alert(1)", page.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lower")]
    [InlineData("spaced")]
    [InlineData("joined")]
    [InlineData("dashed")]
    public async Task Code_is_taken_however_it_is_written(string way)
    {
        var session = await SessionAsync();
        var codes = await _client.StartAsync();
        var typed = way switch
        {
            "lower" => codes.User.ToLowerInvariant(),
            "spaced" => $" {codes.User.Replace("-", "  ")} ",
            "joined" => codes.User.Replace("-", ""),
            _ => string.Join('–', codes.User.Replace("-", "").ToCharArray()),
        };

        var asked = await session.GetAsync(await _client.EnterAsync(session, typed));

        Assert.Contains(codes.User, asked.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("BCDF-GHJ")]
    [InlineData("BCDF-GHJA")]
    [InlineData("BCDF-GHJ1")]
    [InlineData("BCDF-GHJKL")]
    public async Task What_cannot_be_a_code_is_explained_and_not_counted(string typed)
    {
        var session = await SessionAsync();

        for (var attempt = 0; attempt <= UserCodeLimit.PerAccount; attempt++)
        {
            var answer = await session.SubmitAsync("/device", new() { ["Code"] = typed });
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Contains("eight letters", answer.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Guessing_ends_for_the_account_even_with_the_right_code_and_in_parallel()
    {
        await ForgetAddressAsync();
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var codes = await _client.StartAsync();
        var page = await session.GetAsync("/device");

        var guesses = await Task.WhenAll(Enumerable.Range(0, UserCodeLimit.PerAccount + 5).Select(_ =>
            session.PostAsync("/device", Browser.Hidden(page, new() { ["Code"] = NoSuchCode }))));
        await ForgetAddressAsync();
        var right = await session.SubmitAsync("/device", new() { ["Code"] = codes.User });
        var elsewhere = await (await person.SignInAsync()).SubmitAsync("/device", new() { ["Code"] = codes.User });

        Assert.Equal(UserCodeLimit.PerAccount, guesses.Count(guess => guess.Status == HttpStatusCode.OK));
        Assert.Equal(5, guesses.Count(guess => guess.Status == HttpStatusCode.TooManyRequests));
        Assert.Equal(HttpStatusCode.TooManyRequests, right.Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, elsewhere.Status);
        await Eventually.HoldsAsync(
            () => _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().AuditRecords
                .AnyAsync(it => it.AccountId == person.AccountId && it.Kind == AuditKind.Consent && !it.Succeeded
                    && it.Detail == "too many codes")),
            "the refusal is recorded");
    }

    [Fact]
    public async Task Guessing_ends_for_the_address_however_many_accounts_it_has()
    {
        await ForgetAddressAsync();
        var last = HttpStatusCode.OK;
        for (var guess = 0; guess <= UserCodeLimit.PerAddress; guess += UserCodeLimit.PerAccount)
        {
            var session = await SessionAsync();
            var page = await session.GetAsync("/device");
            for (var attempt = 0; attempt < UserCodeLimit.PerAccount; attempt++)
            {
                var form = Browser.Hidden(page, new() { ["Code"] = NoSuchCode });
                last = (await session.PostAsync("/device", form)).Status;
                Assert.Equal(
                    guess < UserCodeLimit.PerAddress ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests, last);
            }
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Theory]
    [InlineData("allow")]
    [InlineData("deny")]
    public async Task Answered_code_is_not_taken_again_and_harms_nobody(string decision)
    {
        var session = await SessionAsync();
        var codes = await _client.StartAsync();
        await _client.AnswerAsync(session, codes, decision);

        var again = await session.SubmitAsync("/device", new() { ["Code"] = codes.User });

        Assert.Contains("not valid, or it has expired", again.Body, StringComparison.Ordinal);
        Assert.Equal(
            decision == "allow" ? HttpStatusCode.OK : HttpStatusCode.BadRequest,
            (await _client.PollAsync(codes)).Status);
    }

    [Fact]
    public async Task Form_of_another_site_is_refused()
    {
        var session = await SessionAsync();
        var codes = await _client.StartAsync();

        var forged = await session.PostAsync("/device", new() { ["Code"] = codes.User });

        Assert.Equal(HttpStatusCode.BadRequest, forged.Status);
    }

    private async Task<Browser> SessionAsync() => await (await _host.NewPersonAsync()).SignInAsync();

    private Task ForgetAddressAsync() => _host.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase()
        .KeyDeleteAsync("idp:device-codes:address:127.0.0.1");
}
