using System.Security.Claims;
using OpenIddict.Abstractions;

namespace McpAspire.Identity.OAuth.Device;

/// <summary>
/// What a device asked for, from where and when, as it stands in the sealed content of its user code.
/// </summary>
internal sealed record DeviceRequest(
    string ClientId,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> Resources,
    string Address,
    DateTimeOffset At)
{
    private const string AddressClaim = "mcpaspire_device_address";

    /// <summary>The content of the codes; client and time are added by OpenIddict.</summary>
    public static ClaimsPrincipal Write(
        IEnumerable<string> scopes, IEnumerable<string> resources, string address)
    {
        var identity = new ClaimsIdentity();
        identity.SetScopes(scopes);
        identity.SetResources(resources);
        identity.SetClaim(AddressClaim, address);
        return new ClaimsPrincipal(identity);
    }

    /// <summary>The request of a code that was validated, or null where there was none.</summary>
    public static DeviceRequest? Read(ClaimsPrincipal? code) =>
        code?.GetClaim(AddressClaim) is { } address
            ? new DeviceRequest(
                code.GetPresenters().Single(),
                code.GetScopes(),
                code.GetResources(),
                address,
                code.GetCreationDate() ?? throw new InvalidOperationException("A user code has a date."))
            : null;
}
