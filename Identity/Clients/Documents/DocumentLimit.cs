using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.EntityFrameworkCore.Models;

namespace McpAspire.Identity.Clients.Documents;

/// <summary>
/// Bounds what strangers can have fetched and stored. Clients that are known are not counted: flooding us with new ones
/// keeps out other new ones, and nobody else.
/// </summary>
internal sealed class DocumentLimit(
    WindowCounter counter, IdentityDatabase database, IOptions<DocumentOptions> options)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    public async Task<bool> TryTakeAsync(string address)
    {
        // First by address, so that one address cannot use up the share of all.
        return await counter.CountAsync($"idp:cimd:fetches:{address}", Window) <= options.Value.MaxPerAddress
            && await counter.CountAsync("idp:cimd:fetches", Window) <= options.Value.MaxInTotal;
    }

    public async Task<bool> HasRoomAsync(CancellationToken cancellationToken) =>
        await database.Set<OpenIddictEntityFrameworkCoreApplication>()
            .CountAsync(client => client.ClientId!.StartsWith("https://"), cancellationToken)
        < options.Value.MaxClients;
}
