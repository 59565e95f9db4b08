using System.Globalization;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Mail;

/// <summary>
/// Tells people what was changed about their account, so that they learn of what they did not do themselves (OWASP ASVS
/// 5.0, 6.3.7). What is in the audit trail is told; nothing has to be told of twice.
/// </summary>
internal sealed class ChangeNotices(Outbox outbox) : IAuditListener
{
    public void Hear(AuditRecord record)
    {
        if (!outbox.IsOpen || !record.Succeeded
            || record.AccountId is not { } accountId || Describe(record) is not { } what)
        {
            return;
        }

        outbox.Put(async services =>
            await services.GetRequiredService<UserManager<Account>>().FindByIdAsync(accountId.ToString())
                is { Email: { Length: > 0 } email } account
                ? new Letter(email, "Your account was changed", Write(
                    account, what, record, services.GetRequiredService<PublicOrigin>()))
                : null);
    }

    private static string? Describe(AuditRecord record) => record.Kind switch
    {
        AuditKind.PasswordChanged => "The password was changed.",
        AuditKind.PasswordReset => "The password was replaced by a link from a mail. All devices were signed out and "
            + "all applications disconnected.",
        AuditKind.FactorAdded => $"A second factor was added: {Name(record)}.",
        AuditKind.FactorRemoved => $"A second factor was removed: {Name(record)}.",
        AuditKind.RecoveryCodesMade => "New recovery codes were made. The old ones are worthless.",
        AuditKind.AccountChanged => record.Method switch
        {
            "reset" => "An administrator took the password and all second factors away.",
            "reset factors" => "An administrator took all second factors away.",
            "reset password" => "An administrator replaced the password.",
            _ => null,
        },
        _ => null,
    };

    private static string Name(AuditRecord record) => record.Method switch
    {
        "totp" => "an authenticator app",
        "passkey" => "a passkey",
        _ => "another kind",
    };

    private static string Write(Account account, string what, AuditRecord record, PublicOrigin origin) =>
        $"""
        Hello {account.DisplayName ?? account.UserName},

        {what}

        When: {record.At.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture)}
        From: {record.Address ?? "the machine itself"}

        If that was you, there is nothing to do. If it was not, sign in, end all other sessions, change the password,
        and tell your administrator:

        {origin.Absolute("/security")}
        """;
}
