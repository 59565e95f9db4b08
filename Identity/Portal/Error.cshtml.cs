using System.Net;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace McpAspire.Identity.Portal;

/// <summary>Tells a person what went wrong and what to do next, and an attacker nothing.</summary>
[IgnoreAntiforgeryToken]
internal sealed class ErrorPage : PageModel
{
    public string Heading { get; private set; } = string.Empty;

    public string Advice { get; private set; } = string.Empty;

    /// <summary>What an application did wrong, for the person who can tell its makers.</summary>
    public string? Detail { get; private set; }

    /// <summary>Where to try again, when that may help.</summary>
    public string? RetryAddress { get; private set; }

    /// <summary>Runs for every method: the failed request may have been a form.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var failed = HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null
            || HttpContext.Features.Get<IExceptionHandlerFeature>() is not null;
        if (!failed)
            Response.StatusCode = StatusCodes.Status404NotFound;

        var response = HttpContext.GetOpenIddictServerResponse();
        if (response?.Error is { } error)
        {
            Detail = response.ErrorDescription is { } description ? $"{error}: {description}" : error;
            (Heading, Advice) = ("The application asked for something impossible",
                "Go back to the application and connect again. If that does not help, its developers need to know:");
            return;
        }

        if (Response.StatusCode == StatusCodes.Status503ServiceUnavailable)
            RetryAddress = OriginalAddress();
        (Heading, Advice) = (HttpStatusCode)Response.StatusCode switch
        {
            HttpStatusCode.BadRequest => ("This form is no longer valid",
                "It was open for too long, or cookies are blocked. Go back, reload the page and try again."),
            HttpStatusCode.NotFound => ("There is no such page", "Check the address, or start at your account."),
            HttpStatusCode.Gone => ("This request has expired",
                "Go back to the application that sent you here and connect again."),
            HttpStatusCode.TooManyRequests => ("That was too often", "Wait a few minutes, then try again."),
            HttpStatusCode.ServiceUnavailable => ("Sign-in is unavailable for a moment",
                "A part of this service is starting or out of reach. Nothing is lost. Try again in a few seconds."),
            _ => ("Something went wrong", "Try again in a moment. What happened was written to the log."),
        };
    }

    /// <summary>
    /// The address that failed. A form cannot be sent again by a link, and "//host" would lead elsewhere.
    /// </summary>
    private string OriginalAddress()
    {
        var original = HttpContext.Features.Get<IStatusCodeReExecuteFeature>();
        var address = $"{original?.OriginalPath}{original?.OriginalQueryString}";
        return HttpMethods.IsGet(Request.Method) && Url.IsLocalUrl(address) ? address : Login.SignInPaths.SignIn;
    }
}
