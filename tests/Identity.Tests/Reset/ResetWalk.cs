using System.Net;
using System.Text.RegularExpressions;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Mail;
using McpAspire.Identity.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace McpAspire.Identity.Tests.Reset;

/// <summary>The way from a forgotten password to a new one.</summary>
internal static partial class ResetWalk
{
    public const string NewPassword = "an entirely different phrase";

    /// <summary>Somebody with both factors and a mail address.</summary>
    public static async Task<(Person Person, string Address)> NewPersonWithMailAsync(this IdentityHost host)
    {
        var person = await host.NewPersonAsync();
        var address = $"{Guid.NewGuid():N}@example.org";
        await host.SetMailAsync(person, address);
        return (person, address);
    }

    public static Task<int> SetMailAsync(this IdentityHost host, Person person, string? address) =>
        host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().Users
            .Where(account => account.Id == person.AccountId)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.Email, address)
                .SetProperty(it => it.NormalizedEmail, address == null ? null : address.ToUpperInvariant())));

    public static async Task<Answer> AskForResetAsync(this Browser browser, string name)
    {
        var answer = await browser.SubmitAsync("/reset", new() { ["Name"] = name });
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("Look at your mail", answer.Body, StringComparison.Ordinal);
        return answer;
    }

    /// <summary>Asks in this browser, and returns the link from the mail.</summary>
    public static async Task<string> LinkAsync(this Browser browser, MailFolder mails, string name, string address)
    {
        var before = (await mails.AllToAsync(address)).Count;
        await browser.AskForResetAsync(name);
        return LinkIn((await mails.ToAsync(address, before + 1))[^1]);
    }

    public static Task<Answer> ReplaceAsync(this Browser browser, string link, string password = NewPassword) =>
        browser.SubmitAsync(link, new() { ["NewPassword"] = password, ["ConfirmPassword"] = password });

    public static string LinkIn(MimeMessage mail) => Link().Match(mail.TextBody ?? string.Empty).Value;

    [GeneratedRegex("https?://\\S+")]
    private static partial Regex Link();
}
