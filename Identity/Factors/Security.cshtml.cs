using McpAspire.Identity.Audit;
using McpAspire.Identity.Recovery;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Totp;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Factors;

/// <summary>The second factors of the person who is signed in: to see, rename and remove.</summary>
internal sealed class SecurityPage(
    Authenticators authenticators,
    RecoveryCodes codes,
    FactorRemoval removal,
    AuditLog audit,
    UserManager<Account> accounts,
    TimeProvider clock) : ElevatedPage(accounts, clock)
{
    public const string Path = "/security";

    private const string Totp = "totp";

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Id { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    public IReadOnlyList<FactorRow> Factors { get; private set; } = [];

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
        var apps = await authenticators.AllAsync(Account.Id, HttpContext.RequestAborted);
        Factors = [.. apps.Select(Describe).OrderBy(factor => factor.AddedAt)];
        CodesLeft = await codes.LeftAsync(Account.Id, HttpContext.RequestAborted);
    }

    private Task RenameAsync(FactorRow factor, string name) =>
        authenticators.RenameAsync(Account.Id, Guid.Parse(factor.Id), name, HttpContext.RequestAborted);

    private Task RemoveAsync(FactorRow factor) =>
        authenticators.RemoveAsync(Account.Id, Guid.Parse(factor.Id), HttpContext.RequestAborted);

    private static FactorRow Describe(Authenticator app) => new(
        Totp, app.Id.ToString(), app.Name, "Authenticator app", app.ConfirmedAt ?? app.CreatedAt, app.LastUsedAt);
}
