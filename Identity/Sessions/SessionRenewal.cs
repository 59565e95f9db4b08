using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace McpAspire.Identity.Sessions;

/// <summary>
/// Gives the session of a signed-in page a new id, in the same request. The cookie handler of this request has read
/// the old id already and would keep it, so another one, which has not, does the work.
/// </summary>
internal static class SessionRenewal
{
    public static async Task ReplaceAsync(
        HttpContext context, ClaimsPrincipal principal, AuthenticationProperties properties)
    {
        var original = context.RequestServices;
        await using var scope = original.CreateAsyncScope();
        SessionReplacement.Request(context);
        context.RequestServices = scope.ServiceProvider;
        try
        {
            await context.SignInAsync(SessionSchemes.Session, principal, properties);
        }
        finally
        {
            context.RequestServices = original;
        }
    }
}
