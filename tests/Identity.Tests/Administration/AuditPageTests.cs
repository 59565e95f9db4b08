using System.Net;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using McpAspire.Identity.Users;
using McpAspire.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Administration;

/// <summary>The page on which administrators read what happened.</summary>
public sealed class AuditPageTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_are_filtered_by_kind_account_and_outcome()
    {
        var person = await _host.NewPersonAsync();
        var browser = await SignInAsync();
        await RecordAsync(
            new(AuditKind.SignIn) { AccountId = person.AccountId, Detail = "marked-success" },
            new(AuditKind.SignIn, Succeeded: false) { AccountId = person.AccountId, Detail = "marked-failure" },
            new(AuditKind.Consent) { AccountId = person.AccountId, Detail = "marked-consent" });

        var failed = await browser.GetAsync($"/admin/audit?kind=SignIn&account={person.Name}&outcome=failure");
        var consent = await browser.GetAsync($"/admin/audit?kind=Consent&account={person.AccountId}");
        var nobody = await browser.GetAsync("/admin/audit?account=nobody-is-called-this");

        Assert.Contains("marked-failure", failed.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("marked-success", failed.Body, StringComparison.Ordinal);
        Assert.Contains("marked-consent", consent.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("marked-failure", consent.Body, StringComparison.Ordinal);
        Assert.Contains("Nothing of that kind is recorded.", nobody.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Older_records_are_on_further_pages_and_each_is_shown_once()
    {
        var person = await _host.NewPersonAsync();
        var browser = await SignInAsync();
        await RecordAsync([.. Enumerable.Range(0, 70).Select(number =>
            new AuditEvent(AuditKind.Consent) { AccountId = person.AccountId, Detail = $"number-{number:D3}" })]);

        var first = await browser.GetAsync($"/admin/audit?account={person.Name}");
        var last = await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().AuditRecords
            .Where(record => record.AccountId == person.AccountId).OrderByDescending(record => record.Id)
            .Skip(49).Select(record => record.Id).FirstAsync(Cancellation));
        var second = await browser.GetAsync($"/admin/audit?account={person.Name}&before={last}");

        Assert.Contains("number-069", first.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("number-019", first.Body, StringComparison.Ordinal);
        Assert.Contains($"before={last}", first.Body, StringComparison.Ordinal);
        Assert.Contains("number-019", second.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("number-020", second.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Older events", second.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("+1+1")]
    [InlineData("-2+3")]
    [InlineData("@SUM(1)")]
    [InlineData("\t=1+1")]
    [InlineData("  =1+1")]
    [InlineData("\"=1+1")]
    [InlineData("a\",\"=1+1\r\n=2")]
    public async Task Export_holds_no_formula(string detail)
    {
        var person = await _host.NewPersonAsync();
        var browser = await SignInAsync();
        await RecordAsync(new AuditEvent(AuditKind.Consent)
        {
            AccountId = person.AccountId, ClientId = detail, Detail = detail,
        });

        var file = await browser.GetAsync($"/admin/audit?handler=Export&account={person.Name}");

        Assert.StartsWith("text/csv", file.Header("Content-Type"), StringComparison.Ordinal);
        Assert.StartsWith("attachment", file.Header("Content-Disposition"), StringComparison.Ordinal);
        var fields = Fields(file.Body);
        Assert.Equal(2 * 10, fields.Count);
        Assert.All(fields, field => Assert.DoesNotMatch(@"^\s*[=+\-@\t\r|%]", field));
        Assert.Contains(fields, field => field.TrimStart('\'') == detail);
    }

    [Fact]
    public async Task Wrong_filter_values_are_no_failure()
    {
        var browser = await SignInAsync();

        foreach (var query in (string[])["kind=x", "kind=999", "outcome=x", "before=x", "before=-1", "account=%00"])
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/admin/audit?{query}")).Status);
    }

    private async Task<Browser> SignInAsync() => await (await _host.NewPersonAsync(Group.Administrators)).SignInAsync();

    private async Task RecordAsync(params AuditEvent[] events)
    {
        var log = _host.Services.GetRequiredService<AuditLog>();
        foreach (var happened in events)
            await log.RecordAsync(happened);
        var account = events[0].AccountId;
        await Eventually.HoldsAsync(
            async () => await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>()
                .AuditRecords.CountAsync(record => record.AccountId == account, Cancellation)) >= events.Length,
            "the records are written");
    }

    /// <summary>Reads the file as a spreadsheet does (RFC 4180).</summary>
    private static List<string> Fields(string csv)
    {
        var fields = new List<string>();
        for (var at = 0; at < csv.Length;)
        {
            var field = new System.Text.StringBuilder();
            if (csv[at] == '"')
            {
                for (at++; !(csv[at] == '"' && (at + 1 == csv.Length || csv[at + 1] != '"')); at++)
                {
                    if (csv[at] == '"')
                        at++;
                    field.Append(csv[at]);
                }

                at++;
            }
            else
            {
                for (; csv[at] is not (',' or '\r'); at++)
                    field.Append(csv[at]);
            }

            fields.Add(field.ToString());
            at += csv[at] == ',' ? 1 : 2;
        }

        return fields;
    }
}
