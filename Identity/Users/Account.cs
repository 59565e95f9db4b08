using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Users;

/// <summary>A person who can sign in. Its id, a random UUID, is the <c>sub</c> of tokens.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    /// <summary>The password was given by an operator and has to be replaced before anything else.</summary>
    public bool PasswordIsOneTime { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
