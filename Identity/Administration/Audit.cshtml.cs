using McpAspire.Identity.Audit;
using McpAspire.Identity.Users;
using McpAspire.Identity.Users.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Administration;

/// <summary>What happened, the newest first.</summary>
internal sealed class AuditPage(
    UserManager<Account> accounts,
    TimeProvider clock,
    AuditTrail trail,
    AccountDirectory directory) : AdministratorPage(accounts, clock)
{
    public const int PageSize = 50;
    private const int MaxExported = 10_000;

    private IReadOnlyDictionary<Guid, string> _names = new Dictionary<Guid, string>();

    [BindProperty(SupportsGet = true, Name = "kind")]
    public AuditKind? Kind { get; set; }

    /// <summary>The name or the id of an account; an account that is gone has its id left.</summary>
    [BindProperty(SupportsGet = true, Name = "account")]
    public string? Of { get; set; }

    [BindProperty(SupportsGet = true, Name = "outcome")]
    public string? Outcome { get; set; }

    [BindProperty(SupportsGet = true, Name = "before")]
    public long? Before { get; set; }

    public IReadOnlyList<AuditRecord> Records { get; private set; } = [];

    public bool HasMore { get; private set; }

    public string NameOf(Guid id) => _names.GetValueOrDefault(id) ?? id.ToString();

    /// <summary>The name of the kind as people write: "Token issued".</summary>
    public static string WordsOf(AuditKind kind) => string.Concat($"{kind}".Select((letter, at) =>
        at > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    public async Task OnGetAsync()
    {
        var found = await FindAsync(PageSize + 1);
        HasMore = found.Count > PageSize;
        Records = [.. found.Take(PageSize)];
        _names = await directory.NamesOfAsync(
            Records.SelectMany(record => (Guid?[])[record.AccountId, record.ActorId]).OfType<Guid>(), Cancellation);
    }

    public async Task<IActionResult> OnGetExportAsync() =>
        File(AuditCsv.Write(await FindAsync(MaxExported)), "text/csv; charset=utf-8", "audit.csv");

    /// <summary>The same list with something else in its address.</summary>
    public string AddressOf(string key, string value) => "/admin/audit" + QueryString
        .Create("kind", $"{Kind}").Add("account", Of ?? string.Empty).Add("outcome", Outcome ?? string.Empty)
        .Add(key, value);

    private async Task<List<AuditRecord>> FindAsync(int max)
    {
        Guid? account = null;
        if (FormText.Of(Of) is { } name)
        {
            account = Guid.TryParse(name, out var id) ? id : await directory.FindIdAsync(name, Cancellation);
            if (account is null)
                return [];
        }

        return await trail.ListAsync(
            new AuditFilter
            {
                Kind = Kind,
                AccountId = account,
                Succeeded = Outcome switch { "success" => true, "failure" => false, _ => null },
                Before = Before,
            },
            max,
            Cancellation);
    }
}
