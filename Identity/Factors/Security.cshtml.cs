using McpAspire.Identity.Audit;
using McpAspire.Identity.Passkeys;
using McpAspire.Identity.Recovery;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Totp;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Factors;

/// <summary>The second factors of the person who is signed in: to see, rename and remove.</summary>
internal sealed class SecurityPage(
    Authenticators authenticators,
    PasskeyStore passkeys,
    IOptions<PasskeyOptions> passkeyOptions,
    RecoveryCodes codes,
    FactorRemoval removal,
    AuditLog audit,
    UserManager<Account> accounts,
    TimeProvider clock) : ElevatedPage(accounts, clock)
{
    public const string Path = "/security";

    private const string Totp = "totp";
    private const string Passkey = "passkey";

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Id { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    public IReadOnlyList<FactorRow> Factors { get; private set; } = [];

    public bool OffersPasskeys => passkeyOptions.Value.Enabled;

    public int CodesLeft { get; private set; }

    public string? Problem { get; private set; }

    public Task OnGetAsync() => ReadAsync();

    public async Task<IActionResult> OnPostRenameAsync()
    {
        await ReadAsync();
        if (Chosen() is { } factor && FactorName.Of(Name, factor.Name) is var name && name != factor.Name)
        {
            await RenameAsync(factor, name);
            await audit.RecordAsync(new AuditEvent(AuditKind.AccountChanged)
            {
                AccountId = Account.Id, Method = factor.Kind, Detail = $"factor {factor.Name} renamed to {name}",
            });
        }

        return Redirect(Path);
    }

    public async Task<IActionResult> OnPostRemoveAsync()
    {
        await ReadAsync();
        if (Chosen() is not { } factor)
            return Redirect(Path);

        Problem = await removal.TryRemoveAsync(
            HttpContext, Account, factor.Kind, factor.Name, () => RemoveAsync(factor));
        return Problem is null ? Redirect(Path) : Page();
    }

    /// <summary>The factor that the form names, among those of this account alone.</summary>
    private FactorRow? Chosen() => Factors.FirstOrDefault(factor => factor.Kind == Kind && factor.Id == Id);

    private async Task ReadAsync()
    {
        var rows = (await authenticators.AllAsync(Account.Id, HttpContext.RequestAborted)).Select(Describe).ToList();
        foreach (var passkey in await passkeys.AllAsync(Account))
            rows.Add(Describe(passkey, await passkeys.LastUsedAsync(Account, passkey)));
        Factors = [.. rows.OrderBy(factor => factor.AddedAt)];
        CodesLeft = await codes.LeftAsync(Account.Id, HttpContext.RequestAborted);
    }

    private async Task RenameAsync(FactorRow factor, string name)
    {
        if (factor.Kind == Totp)
            await authenticators.RenameAsync(Account.Id, Guid.Parse(factor.Id), name, HttpContext.RequestAborted);
        else if (await passkeys.FindAsync(Account, factor.Id) is { } passkey)
            await passkeys.RenameAsync(Account, passkey, name);
    }

    private async Task RemoveAsync(FactorRow factor)
    {
        if (factor.Kind == Totp)
            await authenticators.RemoveAsync(Account.Id, Guid.Parse(factor.Id), HttpContext.RequestAborted);
        else if (await passkeys.FindAsync(Account, factor.Id) is { } passkey)
            await passkeys.RemoveAsync(Account, passkey);
    }

    private static FactorRow Describe(Authenticator app) => new(
        Totp, app.Id.ToString(), app.Name, "Authenticator app", app.ConfirmedAt ?? app.CreatedAt, app.LastUsedAt);

    private static FactorRow Describe(UserPasskeyInfo passkey, DateTimeOffset? lastUsedAt) => new(
        Passkey,
        PasskeyStore.IdOf(passkey),
        passkey.Name ?? PasskeyStore.DefaultName,
        passkey.IsBackupEligible ? "Passkey, copied to your other devices" : "Passkey of one device",
        passkey.CreatedAt,
        lastUsedAt);
}
