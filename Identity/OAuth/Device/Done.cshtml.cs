using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace McpAspire.Identity.OAuth.Device;

/// <summary>Sends people back to their device.</summary>
internal sealed class DonePage : PageModel
{
    [BindProperty(SupportsGet = true, Name = "answer")]
    public string? Answer { get; set; }

    public bool IsAllowed => Answer == "allowed";
}
