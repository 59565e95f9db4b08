using System.Net;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Passkeys;

/// <summary>The ways through the pages that ask for a passkey.</summary>
internal static class PasskeyWalk
{
    public const string Alone = "/sign-in/passkey?alone=true";
    public const string Second = "/sign-in/passkey";
    private const string Add = "/security/passkey";

    /// <summary>Asks for the options of a ceremony, as the script of the page does.</summary>
    public static async Task<(string Options, Answer Page)> AskAsync(this Browser browser, string path)
    {
        var page = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var answer = await browser.PostAsync(
            path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "handler=Options",
            Browser.Hidden(page, []));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return (answer.Body, page);
    }

    public static Task<Answer> AnswerAsync(this Browser browser, string path, Answer page, string credential) =>
        browser.PostAsync(path, Browser.Hidden(page, new() { ["Credential"] = credential, ["Name"] = "Laptop" }));

    public static async Task<Answer> UseAsync(this Browser browser, string path, SoftAuthenticator authenticator)
    {
        var (options, page) = await browser.AskAsync(path);
        return await browser.AnswerAsync(path, page, authenticator.Get(options));
    }

    public static async Task<Answer> TryEnrolAsync(this Browser session, SoftAuthenticator authenticator)
    {
        var (options, page) = await session.AskAsync(Add);
        return await session.AnswerAsync(Add, page, authenticator.Create(options));
    }

    /// <summary>Somebody with an authenticator app and a passkey.</summary>
    public static async Task<(Person Person, Browser Session)> WithPasskeyAsync(
        this IdentityHost host, SoftAuthenticator authenticator)
    {
        var person = await host.NewPersonAsync();
        var session = await person.SignInAsync();
        var enrolled = await session.TryEnrolAsync(authenticator);
        Assert.True(enrolled.Status == HttpStatusCode.Redirect, enrolled.Body);
        return (person, session);
    }

    /// <summary>Leaves the passkey as the only second factor.</summary>
    public static Task DropAppAsync(this IdentityHost host, Person person) =>
        host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().Authenticators
            .Where(row => row.AccountId == person.AccountId).ExecuteDeleteAsync());

    /// <summary>The first factor alone, wherever it leads.</summary>
    public static Task<Answer> EnterPasswordAsync(this Browser browser, Person person) => browser.SubmitAsync(
        "/sign-in", new() { ["Name"] = person.Name, ["Password"] = person.Password });
}
