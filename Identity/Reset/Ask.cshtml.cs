using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace McpAspire.Identity.Reset;

/// <summary>Asks whose password was forgotten, and says the same whoever is named.</summary>
internal sealed class AskPage(ResetRequests requests) : PageModel
{
    public const string Path = "/reset";

    [BindProperty]
    public string? Name { get; set; }

    public bool IsOn => requests.IsOn;

    public bool IsAsked { get; private set; }

    public string? Problem { get; private set; }

    public void OnPost()
    {
        if (!IsOn)
            return;
        if (string.IsNullOrWhiteSpace(Name))
        {
            Problem = "Enter your user name or your e-mail address.";
            return;
        }

        requests.Ask(HttpContext, Name.Trim());
        IsAsked = true;
    }
}
