using System.Net;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Regulation;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Regulation;
using McpAspire.Identity.Tests.Running;
using McpAspire.Identity.Users;
using McpAspire.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Administration;

/// <summary>The page on which administrators see and lift bans.</summary>
public sealed class BanPageTests(SharedIdentity identity)
{
    private const string Address = "192.0.2.17";

    private readonly IdentityHost _host = identity.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ban_is_listed_and_lifted_and_recorded_with_who_did_it()
    {
        await using var host = await Regulated.StartAsync();
        var person = await host.NewPersonAsync();
        await host.FailAsync(Address, person.Name, times: 3);
        var administrator = await host.NewPersonAsync(Group.Administrators);
        var browser = await administrator.SignInAsync();

        var banned = await browser.GetAsync("/admin/bans");
        await browser.SubmitAsync(
            "/admin/bans", new() { ["kind"] = nameof(BanKind.Address), ["subject"] = Address });
        var lifted = await browser.GetAsync("/admin/bans");
        var entered = await host.TryAsync(Address, person.Name, person.Password);

        Assert.Contains(Address, banned.Body, StringComparison.Ordinal);
        Assert.Contains("Nobody is banned.", lifted.Body, StringComparison.Ordinal);
        Regulated.AssertAccepted(entered);
        await Eventually.HoldsAsync(
            async () => await host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>()
                .AuditRecords.AnyAsync(
                    record => record.Kind == AuditKind.BanLifted && record.ActorId == administrator.AccountId,
                    Cancellation)),
            "the record names the administrator");
    }

    [Fact]
    public async Task Bans_that_are_not_there_are_lifted_without_a_failure()
    {
        var browser = await (await _host.NewPersonAsync(Group.Administrators)).SignInAsync();
        var page = await browser.GetAsync("/admin/users/new");

        foreach (var (kind, subject) in (IEnumerable<(string, string)>)
            [("Address", "192.0.2.1"), ("User", "nobody"), ("x", "y"), ("", "")])
        {
            var lifted = await browser.PostAsync(
                "/admin/bans", Browser.Hidden(page, new() { ["kind"] = kind, ["subject"] = subject }));
            Assert.Equal("/admin/bans", lifted.Location);
        }

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/admin/bans")).Status);
    }
}
