using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.Clients.Documents;

/// <summary>Whether a request of a client may go on, and if not, with which error of RFC 6749, section 5.2.</summary>
internal sealed record Resolution(string? Error = null, string? Description = null)
{
    public static readonly Resolution Done = new();

    public static Resolution Unknown(string description) => new(Errors.InvalidClient, description);

    public static Resolution Later(string description) => new(Errors.TemporarilyUnavailable, description);
}
