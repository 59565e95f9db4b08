using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace McpAspire.Identity.Sessions;

/// <summary>
/// A page that changes what an account can be taken over by. It asks for a new sign-in when the last one is too long
/// ago, before it is shown and before its form counts.
/// </summary>
internal abstract class ElevatedPage(UserManager<Account> accounts, TimeProvider clock) : SignedInPage(accounts)
{
    protected override Task<IActionResult?> AdmitAsync() =>
        Task.FromResult<IActionResult?>(User.IsElevated(clock)
            ? null
            : Redirect("/sign-in" + QueryString.Create("returnUrl", ReturnAddress())));
}
