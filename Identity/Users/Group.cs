using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Users;

/// <summary>A group of accounts, stated in tokens as <c>groups</c>.</summary>
internal sealed class Group : IdentityRole<Guid>
{
    public const string Administrators = "administrators";
}
