using McpAspire.Identity.Audit;
using McpAspire.Identity.Regulation;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Passkeys;

/// <summary>
/// Asks for a passkey and decides whether the answer is right. Identity's own sign-in is not used: it would tell
/// clients of a password, and take the passkey for both factors whatever it verified.
/// </summary>
internal sealed class PasskeyVerifier(
    IPasskeyHandler<Account> handler,
    PasskeyCeremonies ceremonies,
    PasskeyStore passkeys,
    Regulator regulator,
    AuditLog audit)
{
    /// <summary>What Identity says of an authenticator whose counter went back: a copy of it is in use.</summary>
    private const string CounterProblem = "signature counter";

    /// <summary>
    /// The options for <c>navigator.credentials.get</c>. For nobody in particular they name no passkey.
    /// </summary>
    public async Task<string> AskAsync(HttpContext context, Account? account)
    {
        var made = await handler.MakeRequestOptionsAsync(account, context);
        ceremonies.Begin(context, KindFor(account), account?.Id, made.RequestOptionsJson, made.AssertionState);
        return made.RequestOptionsJson;
    }

    public async Task<PasskeyVerdict> VerifyAsync(HttpContext context, string? credentialJson, Account? account)
    {
        if (await ceremonies.TakeAsync(context, KindFor(account), account?.Id) is not { } ceremony)
            return PasskeyVerdict.Expired;
        if (PasskeyAssertion.Read(credentialJson) is not { } assertion)
            return PasskeyVerdict.Wrong;

        var subject = account?.Id.ToString() ?? assertion.ClaimedSubject;
        if (!await regulator.TryTakeAsync(context, SignInFactor.Passkey, subject))
        {
            await RefuseAsync(account?.Id, "too many attempts");
            return PasskeyVerdict.Wrong;
        }

        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = context,
            CredentialJson = assertion.Write(),
            AssertionState = ceremony.State,
        });
        var problem = await ProblemOfAsync(result, account);
        if (problem is null)
        {
            await regulator.SucceedAsync(context, SignInFactor.Passkey, subject);
            return new PasskeyVerdict(new PasskeyProof(
                result.User!, assertion.IsUserVerified, result.Passkey!.IsBackupEligible));
        }

        await RefuseAsync(account?.Id ?? result.User?.Id, problem);
        await regulator.FailAsync(context, SignInFactor.Passkey, subject);
        return PasskeyVerdict.Wrong;
    }

    private async Task<string?> ProblemOfAsync(PasskeyAssertionResult<Account> result, Account? expected)
    {
        if (!result.Succeeded)
        {
            return result.Failure.Message.Contains(CounterProblem, StringComparison.Ordinal)
                ? "the counter went back: the authenticator may have been copied"
                : "the passkey was not accepted";
        }

        if (expected is not null && result.User.Id != expected.Id)
            return "the passkey belongs to another account";
        if (result.User.DisabledAt is not null)
            return "the account is disabled";
        return await passkeys.TryUseAsync(result.User, result.Passkey) ? null : "the passkey was used twice at once";
    }

    private static CeremonyKind KindFor(Account? account) =>
        account is null ? CeremonyKind.SignIn : CeremonyKind.SecondFactor;

    private ValueTask RefuseAsync(Guid? accountId, string why) => audit.RecordAsync(
        new AuditEvent(AuditKind.SecondFactor, Succeeded: false)
        {
            AccountId = accountId, Method = "passkey", Detail = why,
        });
}
