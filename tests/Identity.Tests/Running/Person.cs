using System.Net;
using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Running;

/// <summary>Somebody with an account, who knows the password and holds the phone.</summary>
internal sealed class Person(
    IdentityHost host, Guid accountId, string name, string password, byte[] secret, Guid authenticator)
{
    public Guid AccountId => accountId;

    public string Name => name;

    public string Password => password;

    public byte[] Secret => secret;

    /// <summary>The id of the authenticator app.</summary>
    public Guid Authenticator => authenticator;

    /// <summary>The code that the app shows, or showed some steps ago.</summary>
    public string Code(int stepsAgo = 0) => CodeOf(secret, host.Clock.GetUtcNow(), stepsAgo);

    public static string CodeOf(byte[] secret, DateTimeOffset now, int stepsAgo = 0) =>
        new OtpNet.Totp(secret).ComputeTotp(now.AddSeconds(-30 * stepsAgo).UtcDateTime);

    /// <summary>Signs in with both factors, and returns the browser that holds the session.</summary>
    public async Task<Browser> SignInAsync(Browser? browser = null, string? returnUrl = null)
    {
        browser ??= host.NewBrowser();
        var code = await EnterPasswordAsync(browser, returnUrl);
        // A test may sign in several times within one step, for which a person would have to wait.
        await ForgetUsedCodesAsync();
        var done = await browser.SubmitAsync(code.Location, new() { ["Code"] = Code() });
        Assert.Equal(HttpStatusCode.Redirect, done.Status);
        Assert.Equal(returnUrl ?? "/", done.Location);
        return browser;
    }

    /// <summary>The first factor alone.</summary>
    public async Task<Answer> EnterPasswordAsync(Browser browser, string? returnUrl = null)
    {
        var path = returnUrl is null ? "/sign-in" : $"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}";
        var answer = await browser.SubmitAsync(path, new() { ["Name"] = name, ["Password"] = password });
        Assert.StartsWith("/sign-in/totp", answer.Location, StringComparison.Ordinal);
        return answer;
    }

    public Task ForgetUsedCodesAsync() => host.InDatabaseAsync(services =>
        services.GetRequiredService<IdentityDatabase>().Authenticators
            .Where(authenticator => authenticator.AccountId == accountId)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.LastStep, 0)));
}
