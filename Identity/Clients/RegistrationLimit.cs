using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.EntityFrameworkCore.Models;

namespace McpAspire.Identity.Clients;

/// <summary>Bounds registrations, in total and by address, since anybody can call the endpoint.</summary>
internal sealed class RegistrationLimit(
    WindowCounter counter,
    IdentityDatabase database,
    IOptions<RegistrationOptions> options)
{
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public async Task<bool> TryTakeAsync(HttpContext context) =>
        await counter.CountAsync($"idp:registrations:{ClientAddress.Of(context)}", Window)
        <= options.Value.MaxPerAddress;

    /// <summary>Clients whose id is the address of a document do not count: anybody can name many of them.</summary>
    public async Task<bool> HasRoomAsync(CancellationToken cancellationToken) =>
        await database.Set<OpenIddictEntityFrameworkCoreApplication>()
            .CountAsync(client => !client.ClientId!.StartsWith("https://"), cancellationToken)
        < options.Value.MaxClients;
}
