using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace McpAspire.Identity.Login;

/// <summary>A page that belongs to a sign-in on its way, and sends everyone else to the step that is theirs.</summary>
internal abstract class SignInStepPage(SignInFlow flow, string step) : PageModel
{
    /// <summary>
    /// Where to go afterwards. It comes from the address, so only paths of this service are followed.
    /// </summary>
    [BindProperty(SupportsGet = true, Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    /// <summary>What went wrong, in words for the person.</summary>
    public string? Problem { get; protected set; }

    protected SignInFlow Flow => flow;

    protected PendingSignIn? Pending { get; private set; }

    /// <summary>The address of another step, which takes the way back along.</summary>
    public string AddressOf(string path) =>
        Url.IsLocalUrl(ReturnUrl) ? path + QueryString.Create("returnUrl", ReturnUrl) : path;

    /// <summary>Reads the sign-in; the result, if any, leads to where it really stands.</summary>
    protected async Task<IActionResult?> EnterAsync()
    {
        Pending = await flow.CurrentAsync(HttpContext);
        if (Pending is null)
            return To(SignInPaths.SignIn);

        var next = await flow.NextStepAsync(Pending, HttpContext.RequestAborted);
        return SignInPaths.IsInsteadOf(step, next) ? null : await GoOnAsync(Pending);
    }

    /// <summary>Leads to the next step, or out of the sign-in.</summary>
    protected async Task<IActionResult> GoOnAsync(PendingSignIn pending)
    {
        if (await flow.NextStepAsync(pending, HttpContext.RequestAborted) is { } next)
        {
            await flow.SaveAsync(HttpContext, pending);
            return To(next);
        }

        await flow.CompleteAsync(HttpContext, pending);
        // Our own addresses are ASCII, as the Location header has to be.
        return Url.IsLocalUrl(ReturnUrl) && ReturnUrl.All(char.IsAscii)
            ? LocalRedirect(ReturnUrl)
            : Redirect(SignInPaths.Account);
    }

    protected IActionResult Again(string problem, int status = StatusCodes.Status200OK)
    {
        Problem = problem;
        Response.StatusCode = status;
        return Page();
    }

    private RedirectResult To(string path) => Redirect(AddressOf(path));
}
