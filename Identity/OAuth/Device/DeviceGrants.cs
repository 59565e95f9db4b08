using System.Security.Claims;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Consent;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Device;

/// <summary>
/// Turns a person's answer into a grant, or into a refusal. It is finished though the browser goes away: only the first
/// answer counts.
/// </summary>
internal sealed class DeviceGrants(
    GrantIdentity grants,
    RememberedConsents consents,
    IOpenIddictAuthorizationManager authorizations,
    AuditLog audit)
{
    /// <summary>What the device code holds from now on.</summary>
    public async Task<ClaimsPrincipal> AllowAsync(
        DeviceRequest request, Account account, ClaimsPrincipal session, string? authorizationId)
    {
        var identity = await grants.CreateAsync(account, session.SignedInAt(), session.Methods(), request.Scopes);
        identity.SetResources(request.Resources);
        await GiveAsync(authorizationId, account);
        // It is listed among the person's applications; no later request is allowed because of it.
        await consents.KeepAsync(
            new ConsentRequest(
                account.Id, request.ClientId, GrantTypes.DeviceCode, request.Scopes, request.Resources, string.Empty),
            CancellationToken.None);
        await RecordAsync(request, account, isAllowed: true);
        return new ClaimsPrincipal(identity);
    }

    public ValueTask DenyAsync(DeviceRequest request, Account account) =>
        RecordAsync(request, account, isAllowed: false);

    /// <summary>
    /// When the device asked, nobody was there to whom the authorization could belong. Whoever ends what an account
    /// granted finds it by its owner.
    /// </summary>
    private async Task GiveAsync(string? id, Account account)
    {
        var authorization = await authorizations.FindByIdAsync(id ?? string.Empty)
            ?? throw new InvalidOperationException("The authorization of a device that was validated is gone.");
        var descriptor = new OpenIddictAuthorizationDescriptor();
        await authorizations.PopulateAsync(descriptor, authorization);
        descriptor.Subject = account.Id.ToString();
        await authorizations.UpdateAsync(authorization, descriptor);
    }

    private ValueTask RecordAsync(DeviceRequest request, Account account, bool isAllowed) =>
        audit.RecordAsync(new AuditEvent(AuditKind.Consent, isAllowed)
        {
            AccountId = account.Id,
            ClientId = request.ClientId,
            Method = GrantTypes.DeviceCode,
            Detail = $"asked for at {request.Address}",
        });
}
