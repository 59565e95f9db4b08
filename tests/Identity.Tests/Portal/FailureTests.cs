using System.Net;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace McpAspire.Identity.Tests.Portal;

/// <summary>Something breaks inside, even where developers look on.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task Broken_database_is_told_on_a_page_and_in_JSON_without_what_broke()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?> { ["environment"] = "Development" },
        });
        var app = await Client.RegisterAsync(host);
        await host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().Database
            .ExecuteSqlRawAsync("""
                ALTER TABLE "Accounts" RENAME TO "Lost1";
                ALTER TABLE "OpenIddictApplications" RENAME TO "Lost2";
                """));

        var page = await host.NewBrowser().SubmitAsync("/sign-in", new() { ["Name"] = "x", ["Password"] = "y" });
        var token = await app.RefreshAsync("whatever");

        Assert.True(host.Services.GetRequiredService<IHostEnvironment>().IsDevelopment());
        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.Contains("Something went wrong", page.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.InternalServerError, token.Status);
        Assert.Equal("server_error", token.Error);
        Assert.All((Answer[])[page, token], answer =>
        {
            Assert.DoesNotContain("Exception", answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("SQL", answer.Body, StringComparison.OrdinalIgnoreCase);
            Assert.Equal("no-store", answer.Header("Cache-Control"));
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        });
    }
}
