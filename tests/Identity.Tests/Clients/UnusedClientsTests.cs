using McpAspire.Identity.Clients;
using McpAspire.Identity.Clients.Administration;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.EntityFrameworkCore.Models;

namespace McpAspire.Identity.Tests.Clients;

/// <summary>Registrations that nobody uses go; everything else stays.</summary>
public sealed class UnusedClientsTests
{
    [Fact]
    public async Task Only_old_registrations_without_a_use_are_deleted()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?>
            {
                ["Identity:Registration:UnusedAge"] = "3.00:00:00",
                ["Identity:Clients:job:Name"] = "Job",
                ["Identity:Clients:job:Secret"] = "a-secret-that-only-the-job-and-we-know",
            },
        });
        var session = await (await host.NewPersonAsync()).SignInAsync();
        var used = await Client.RegisterAsync(host);
        await used.ConnectAsync(session);
        var denied = await Client.RegisterAsync(host);
        await denied.ConsentAsync(session, denied.AuthorizeUrl(Pkce.Create()), "deny");
        var removed = await Client.RegisterAsync(host);
        var added = await host.InDatabaseAsync(async services =>
        {
            var clients = services.GetRequiredService<ClientAdministration>();
            await clients.RemoveAsync(removed.Id, null, CancellationToken.None);
            return await clients.AddAsync(new NewClient("Home"), null, CancellationToken.None);
        });

        host.Clock.Advance(TimeSpan.FromDays(3) - TimeSpan.FromHours(1));
        var young = await Client.RegisterAsync(host);
        Assert.Equal(0, await DeleteAsync(host));
        host.Clock.Advance(TimeSpan.FromHours(2));
        var deleted = await DeleteAsync(host);

        var left = await host.InDatabaseAsync(services =>
            services.GetRequiredService<ClientAdministration>().ListAsync(CancellationToken.None));
        Assert.Equal(2, deleted);
        Assert.Equal(
            new[] { "job", added.Id, used.Id, young.Id }.Order(StringComparer.Ordinal),
            left.Select(client => client.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Client_with_a_remembered_consent_stays()
    {
        await using var host = await IdentityHost.StartAsync();
        var session = await (await host.NewPersonAsync()).SignInAsync();
        var client = await Client.RegisterAsync(host, "https://app.example/callback");
        await client.ConsentAsync(session, client.AuthorizeUrl(Pkce.Create()));
        host.Clock.Advance(TimeSpan.FromDays(8));
        await host.InDatabaseAsync(async services =>
        {
            // As pruning does some weeks later.
            var database = services.GetRequiredService<IdentityDatabase>();
            await database.Set<OpenIddictEntityFrameworkCoreToken>().ExecuteDeleteAsync();
            await database.Set<OpenIddictEntityFrameworkCoreAuthorization>().ExecuteDeleteAsync();
            return 0;
        });

        Assert.Equal(0, await DeleteAsync(host));
    }

    private static Task<int> DeleteAsync(IdentityHost host) => host.InDatabaseAsync(services =>
        services.GetRequiredService<UnusedClients>().DeleteAsync(CancellationToken.None));
}
