using McpAspire.Identity.Mail.Links;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace McpAspire.Identity.Reset;

/// <summary>Where the link of the mail leads. Only the form uses it up.</summary>
internal sealed class NewPasswordPage(
    MailLinks links, BrowserMark browser, ResetCompletion completion, PasswordRules rules) : PageModel
{
    public const string Path = "/reset/new";

    private Account? _account;

    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    [BindProperty]
    public string? NewPassword { get; set; }

    [BindProperty]
    public string? ConfirmPassword { get; set; }

    public int MinLength => rules.MinLength;

    public string? UserName => _account?.UserName;

    /// <summary>The link is good, but not in this browser.</summary>
    public bool IsElsewhere { get; private set; }

    public bool IsDone { get; private set; }

    public string? Problem { get; private set; }

    public static string AddressOf(string token) => Path + QueryString.Create("token", token);

    public async Task OnGetAsync() => await EnterAsync();

    public async Task OnPostAsync()
    {
        await EnterAsync();
        if (_account is null)
            return;

        Problem = await rules.ProblemAsync(_account, NewPassword ?? string.Empty, ConfirmPassword ?? string.Empty);
        if (Problem is not null)
            return;

        IsDone = await completion.TryReplaceAsync(Token!, _account, NewPassword!, HttpContext.RequestAborted);
        if (!IsDone)
            Expire();
    }

    private async Task EnterAsync()
    {
        if (await links.FindAsync(ResetRequests.Purpose, Token) is not { } link)
        {
            Expire();
        }
        else if (!browser.IsOn(HttpContext, link))
        {
            IsElsewhere = true;
            Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if ((_account = await completion.FindAsync(link)) is null)
        {
            Expire();
        }
    }

    private void Expire()
    {
        _account = null;
        Response.StatusCode = StatusCodes.Status410Gone;
    }
}
