using System.Globalization;
using McpAspire.Identity.Mail;
using McpAspire.Identity.Users;

namespace McpAspire.Identity.Reset;

internal static class ResetLetter
{
    public static Letter Write(Account account, AskedReset asked, TimeSpan lifetime, string address) => new(
        account.Email!,
        "Choose a new password",
        $"""
        Hello {account.DisplayName ?? account.UserName},

        somebody asked for a new password for the account {account.UserName}. To choose one, open this address in the
        browser that asked, within {Minutes(lifetime)}:

        {address}

        Asked from: {asked.Address} ({asked.Device})

        If that was not you, there is nothing to do: your password stays as it is.
        """);

    private static string Minutes(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalMinutes)} minutes");
}
