using McpAspire.Identity.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;

namespace McpAspire.Identity.Clients.Configured;

/// <summary>Brings the clients of the configuration into the database, and takes out those that left it.</summary>
internal sealed class ConfiguredClientsAtStart(
    IServiceScopeFactory scopes, IOptions<ConfiguredClients> configured, AuditLog audit) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (key, client) in configured.Value.Clients)
            await PutAsync(client.IdOr(key), client.ToMetadata(), cancellationToken);

        await using var scope = scopes.CreateAsyncScope();
        var clients = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        var removal = scope.ServiceProvider.GetRequiredService<ClientRemoval>();
        var gone = new List<object>();
        await foreach (var client in clients.ListAsync(cancellationToken: cancellationToken))
        {
            var properties = await clients.GetPropertiesAsync(client, cancellationToken);
            var id = await clients.GetClientIdAsync(client, cancellationToken);
            if (ClientProperties.OriginOf(properties) is ClientOrigin.Configured
                && ClientProperties.RemovedAtOf(properties) is null && !configured.Value.Contains(id!))
            {
                gone.Add(client);
            }
        }

        foreach (var client in gone)
            await removal.RemoveAsync(client, "it left the configuration", cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private ValueTask RecordAsync(string id, ClientMetadata client, ClientWriting writing) => audit.RecordAsync(
        new AuditEvent(writing is ClientWriting.Added ? AuditKind.ClientAdded : AuditKind.ClientChanged)
        {
            ClientId = id, Method = "configuration", Detail = client.Name,
        });

    private async Task PutAsync(string id, ClientMetadata client, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync();
        }
        catch (Exception exception)
            when (exception is DbUpdateException or OpenIddictExceptions.ConcurrencyException
                or OpenIddictExceptions.ValidationException)
        {
            // A replica that starts at the same moment wrote it first. Now it is there, and the same; what is wrong
            // about it otherwise shows again.
            await WriteAsync();
        }

        async Task WriteAsync()
        {
            await using var scope = scopes.CreateAsyncScope();
            var writing = await scope.ServiceProvider.GetRequiredService<ClientRegistry>()
                .PutAsync(id, client, ClientOrigin.Configured, cancellationToken);
            if (writing is not ClientWriting.None)
                await RecordAsync(id, client, writing);
        }
    }
}
