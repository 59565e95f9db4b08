using McpAspire.Identity.Audit;
using McpAspire.Identity.Factors;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Passkeys;

/// <summary>Takes up a new passkey of an account.</summary>
internal sealed class PasskeyEnrolment(
    IPasskeyHandler<Account> handler,
    PasskeyCeremonies ceremonies,
    UserManager<Account> accounts,
    IOptions<PasskeyOptions> options,
    AuditLog audit)
{
    /// <summary>
    /// The options for <c>navigator.credentials.create</c>. The authenticator keeps the id of the account and not its
    /// name, which may change.
    /// </summary>
    public async Task<string> AskAsync(HttpContext context, Account account)
    {
        var name = account.UserName ?? string.Empty;
        var made = await handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity
            {
                Id = account.Id.ToString(), Name = name, DisplayName = account.DisplayName ?? name,
            },
            context);
        ceremonies.Begin(
            context, CeremonyKind.Enrolment, account.Id, made.CreationOptionsJson, made.AttestationState);
        return made.CreationOptionsJson;
    }

    /// <summary>
    /// Verifies what the authenticator made. It is stored by <see cref="TryAddAsync"/>, so that the caller can first
    /// see to it that the account is still the one that was looked at.
    /// </summary>
    public async Task<PasskeyEnrolmentResult> VerifyAsync(HttpContext context, string? credentialJson, Account account)
    {
        if (await ceremonies.TakeAsync(context, CeremonyKind.Enrolment, account.Id) is not { } ceremony)
            return new PasskeyEnrolmentResult("That took too long, or it was sent twice. Try again.");
        if (credentialJson is not { Length: > 0 and <= PasskeyAssertion.MaxLength })
            return new PasskeyEnrolmentResult("That was no passkey. Try again.");

        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext
        {
            HttpContext = context,
            CredentialJson = credentialJson,
            AttestationState = ceremony.State,
        });
        if (!result.Succeeded || result.UserEntity.Id != account.Id.ToString())
            return new PasskeyEnrolmentResult("That passkey could not be verified. Try again.");

        var passkey = result.Passkey;
        if (!options.Value.AllowBackupEligible && passkey.IsBackupEligible)
            return new PasskeyEnrolmentResult("Passkeys that are copied between devices are not allowed here.");
        return IsPermitted(passkey)
            ? new PasskeyEnrolmentResult(passkey)
            : new PasskeyEnrolmentResult("This model of authenticator is not allowed here.");
    }

    /// <summary>Whether it was saved; it is not when the account was changed at the same moment.</summary>
    public async Task<bool> TryAddAsync(Account account, UserPasskeyInfo passkey, string? typedName)
    {
        passkey.Name = FactorName.Of(typedName, PasskeyStore.DefaultName);
        var saved = await accounts.AddOrUpdatePasskeyAsync(account, passkey);
        if (saved.IsLostRace())
            return false;

        saved.ThrowIfFailed();
        await audit.RecordAsync(new AuditEvent(AuditKind.FactorAdded)
        {
            AccountId = account.Id, Method = "passkey", Detail = passkey.Name,
        });
        return true;
    }

    private bool IsPermitted(UserPasskeyInfo passkey)
    {
        var (permitted, prohibited) = (options.Value.PermittedAaguids, options.Value.ProhibitedAaguids);
        if (permitted.Count == 0 && prohibited.Count == 0)
            return true;

        // One whose model cannot be told is on no list of permitted ones.
        return AttestationStatement.ModelOf(passkey.AttestationObject) is { } model
            ? !prohibited.Contains(model) && (permitted.Count == 0 || permitted.Contains(model))
            : permitted.Count == 0;
    }
}
