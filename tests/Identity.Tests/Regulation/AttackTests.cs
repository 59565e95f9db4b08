using System.Net;
using McpAspire.Identity.Regulation;
using McpAspire.Identity.Tests.Passkeys;
using McpAspire.Identity.Tests.Running;
using static McpAspire.Identity.Tests.Regulation.Regulated;

namespace McpAspire.Identity.Tests.Regulation;

/// <summary>What somebody who guesses would try.</summary>
public sealed class AttackTests(RegulatedIdentity regulated) : IClassFixture<RegulatedIdentity>
{
    private readonly string _attacker = RegulatedIdentity.NextAddress();
    private readonly string _elsewhere = RegulatedIdentity.NextAddress();
    private readonly IdentityHost _host = regulated.Host;

    [Theory]
    [InlineData("Address")]
    [InlineData("User")]
    [InlineData("Both")]
    public async Task Parallel_guesses_compare_as_many_passwords_as_may_fail(string mode)
    {
        await using var host = await StartAsync(("Mode", mode));
        var person = await host.NewPersonAsync();
        var browser = host.BrowserAt(_attacker);
        var form = Browser.Hidden(
            await browser.GetAsync("/sign-in"), new() { ["Name"] = person.Name, ["Password"] = Wrong });
        var before = host.Hasher.Comparisons;

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => browser.PostAsync("/sign-in", form)));

        Assert.Equal(3, host.Hasher.Comparisons - before);
        Assert.All(answers, answer => AssertRefused(answer));
    }

    [Fact]
    public async Task Sign_ins_with_an_account_of_ones_own_do_not_hide_guesses_at_others()
    {
        var victim = await _host.NewPersonAsync();
        var own = await _host.NewPersonAsync();
        for (var guess = 0; guess < 3; guess++)
        {
            AssertAccepted(await _host.TryAsync(_attacker, own.Name, own.Password));
            await _host.FailAsync(_attacker, victim.Name, times: 1);
        }

        AssertRefused(await _host.TryAsync(_attacker, victim.Name, victim.Password));
        AssertRefused(await _host.TryAsync(_attacker, own.Name, own.Password));
    }

    [Fact]
    public async Task Guesses_from_elsewhere_do_not_lock_the_owner_out()
    {
        var victim = await _host.NewPersonAsync();

        await _host.FailAsync(_attacker, victim.Name, times: 10);

        AssertAccepted(await _host.TryAsync(_elsewhere, victim.Name, victim.Password));
        AssertRefused(await _host.TryAsync(_attacker, victim.Name, victim.Password));
    }

    [Fact]
    public async Task Forged_forwarded_addresses_count_as_the_address_they_come_from()
    {
        var victim = await _host.NewPersonAsync();

        // The proxy appends what it sees; what stands before that is the caller's invention.
        for (var guess = 0; guess < 3; guess++)
            AssertRefused(await _host.TryAsync($"198.51.100.{guess}, {_attacker}", victim.Name, Wrong));

        AssertRefused(await _host.TryAsync($"198.51.100.200, {_attacker}", victim.Name, victim.Password));
        AssertAccepted(await _host.TryAsync(_elsewhere, victim.Name, victim.Password));
    }

    [Fact]
    public async Task Forwarded_addresses_of_strangers_are_one_address()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?> { ["Identity:Regulation:MaxRetries"] = "3" },
        });
        var victim = await host.NewPersonAsync();
        for (var guess = 0; guess < 3; guess++)
            AssertRefused(await host.TryAsync($"198.51.100.{guess}", victim.Name, Wrong));

        AssertRefused(await host.TryAsync("198.51.100.200", victim.Name, victim.Password));
    }

    [Fact]
    public async Task Banned_caller_with_the_right_password_is_told_the_same_and_nothing_is_compared()
    {
        var victim = await _host.NewPersonAsync();
        await _host.FailAsync(_attacker, victim.Name, times: 3);
        var before = _host.Hasher.Comparisons;

        AssertRefused(await _host.TryAsync(_attacker, victim.Name, victim.Password));

        Assert.Equal(before, _host.Hasher.Comparisons);
    }

    [Theory]
    [InlineData("password")]
    [InlineData("totp")]
    [InlineData("recovery")]
    [InlineData("passkey")]
    public async Task Failures_of_every_factor_count_alike(string factor)
    {
        var passkey = new SoftAuthenticator();
        var (person, _) = await _host.WithPasskeyAsync(passkey);
        // A key of somebody else with the handle of the victim: what a guess looks like.
        var forged = new SoftAuthenticator { Domain = "evil.example", UserHandle = passkey.UserHandle };
        for (var guess = 1; guess <= 3; guess++)
        {
            var browser = _host.BrowserAt(_attacker);
            if (factor is "totp" or "recovery")
                Assert.Equal(HttpStatusCode.Redirect, (await browser.EnterPasswordAsync(person)).Status);
            var answer = factor switch
            {
                "password" => await browser.SubmitAsync(
                    "/sign-in", new() { ["Name"] = person.Name, ["Password"] = Wrong }),
                "passkey" => await browser.UseAsync(PasskeyWalk.Alone, forged),
                _ => await browser.SubmitAsync(
                    $"/sign-in/{factor}", new() { ["Code"] = person.Code(stepsAgo: 100 + guess) }),
            };
            Assert.Contains("too many attempts", answer.Body, StringComparison.Ordinal);
        }

        AssertRefused(await _host.TryAsync(_attacker, person.Name, person.Password));
        var right = await _host.BrowserAt(_attacker).UseAsync(PasskeyWalk.Alone, passkey);
        Assert.Contains(Refusal.Passkey, right.Body, StringComparison.Ordinal);
        AssertAccepted(await _host.TryAsync(_elsewhere, person.Name, person.Password));
        AssertAccepted(await _host.BrowserAt(_elsewhere).UseAsync(PasskeyWalk.Alone, passkey));
    }

    [Fact]
    public async Task Guessed_codes_are_bounded_whatever_browser_they_come_from()
    {
        var person = await _host.NewPersonAsync();
        var held = _host.BrowserAt(_attacker);
        var next = await person.EnterPasswordAsync(held);
        for (var guess = 1; guess <= 3; guess++)
        {
            AssertRefused(
                await _host.TryCodeAsync(_attacker, person, person.Code(stepsAgo: 100 + guess)), Refusal.Code);
        }


        AssertRefused(await held.SubmitAsync(next.Location, new() { ["Code"] = person.Code() }), Refusal.Code);
        AssertAccepted(await _host.TryCodeAsync(_elsewhere, person, person.Code()));
    }

    [Fact]
    public async Task Guessed_codes_are_bounded_for_the_account_whatever_addresses_they_come_from()
    {
        var person = await _host.NewPersonAsync();
        for (var guess = 0; guess < AccountBound.Attempts; guess++)
        {
            AssertRefused(
                await _host.TryCodeAsync($"192.0.2.{guess}", person, person.Code(100 + guess)), Refusal.Code);
        }

        AssertRefused(await _host.TryCodeAsync("192.0.2.250", person, person.Code()), Refusal.Code);
    }

    [Fact]
    public async Task Broken_off_attempts_are_failures()
    {
        await using var host = await StartAsync(("FailureDelay:Floor", "00:00:20"), ("FailureDelay:Max", "00:00:20"));
        var person = await host.NewPersonAsync();
        var browser = host.BrowserAt(_attacker);
        var form = Browser.Hidden(
            await browser.GetAsync("/sign-in"), new() { ["Name"] = person.Name, ["Password"] = Wrong });
        for (var guess = 0; guess < 3; guess++)
        {
            using var client = host.NewClient();
            client.DefaultRequestHeaders.Add("X-Forwarded-For", _attacker);
            client.DefaultRequestHeaders.Add(
                "Cookie", string.Join("; ", browser.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            var before = host.Hasher.Comparisons;
            using var breakOff = new CancellationTokenSource();
            var asked = client.PostAsync("/sign-in", new FormUrlEncodedContent(form), breakOff.Token);
            await Shared.Eventually.HoldsAsync(() => host.Hasher.Comparisons > before, "the guess is compared");
            await breakOff.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        }

        var bans = host.Services.GetService(typeof(Bans)) as Bans;
        await Shared.Eventually.HoldsAsync(
            async () => (await bans!.ListAsync(TestContext.Current.CancellationToken)).Count == 1, "the ban starts");
    }
}
