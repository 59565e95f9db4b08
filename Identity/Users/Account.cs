using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Users;

/// <summary>A person who can sign in. Its id, a random UUID, is the <c>sub</c> of tokens.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    public const int DisplayNameLength = 100;

    /// <summary>The password was given by an operator and has to be replaced before anything else.</summary>
    public bool PasswordIsOneTime { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Since when nobody can sign in with it, nor use what was granted by it.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>The name to show; the user name where there is none.</summary>
    public string? DisplayName { get; set; }
}
