using System.Net;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Commands;

/// <summary>The command line as a person or a script calls it, beside the running service.</summary>
public sealed class CommandLineTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Added_user_signs_in_and_stands_in_the_list_and_in_the_audit_trail()
    {
        var name = NewName();

        var added = await CommandProcess.RunAsync(
            _host, "user", "add", name, "--email", $"{name}@example.org", "--group", "staff", "--json");
        var password = added.Json.GetProperty("oneTimePassword").GetString()!;
        var entered = await _host.NewBrowser().SubmitAsync(
            "/sign-in", new() { ["Name"] = name, ["Password"] = password });
        var list = await CommandResult.OfAsync(_host, "user", "list", "--search", name, "--json");
        var trail = await CommandResult.OfAsync(_host, "audit", "tail", "-n", "50", "--kind", "AccountCreated");

        Assert.Equal(0, added.Code);
        Assert.Empty(added.Error);
        Assert.Equal("/sign-in/password", entered.Location);
        Assert.Equal("staff", Assert.Single(list.Json.EnumerateArray()).GetProperty("groups")[0].GetString());
        Assert.Contains(added.Json.GetProperty("id").GetString()!, trail.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(password, list.Output + trail.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disabled_user_is_signed_out_of_the_running_service_at_once_and_comes_back()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var client = await Client.RegisterAsync(_host);
        var tokens = await client.ConnectAsync(session);

        var disabled = await CommandProcess.RunAsync(_host, "user", "disable", person.Name);
        var page = await session.GetAsync("/");
        var shown = await CommandResult.OfAsync(_host, "user", "show", person.Name);
        var enabled = await CommandResult.OfAsync(_host, "user", "enable", person.Name);

        Assert.Equal((0, $"The user {person.Name} was disabled."), (disabled.Code, disabled.Output.Trim()));
        Assert.Equal(HttpStatusCode.Redirect, page.Status);
        Assert.Contains("disabled", shown.Output, StringComparison.Ordinal);
        Assert.Equal(0, enabled.Code);
        Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.Refresh!)).Error);
    }

    [Theory]
    [InlineData(1, "There is no user", "user", "show", "nobody-is-called-this")]
    [InlineData(1, "The user name", "user", "add", "two words")]
    [InlineData(2, "--help", "user", "add")]
    [InlineData(2, "--help", "user", "explode")]
    [InlineData(2, "--help", "usr", "list")]
    [InlineData(2, "--help", "audit", "tail", "-n", "0")]
    [InlineData(2, "--help", "user", "add", "ann", "--password", "in-the-history-of-the-shell")]
    [InlineData(1, "no password on the standard input", "user", "add", "ann", "--ask-password")]
    [InlineData(1, "There is no such client", "client", "remove", "nobody-is-called-this")]
    [InlineData(1, "There is no such ban", "ban", "lift", "Address", "192.0.2.99")]
    public async Task Refusal_is_one_sentence_and_a_code(int code, string expected, params string[] args)
    {
        var done = await CommandResult.OfAsync(_host, args);

        Assert.Equal(code, done.Code);
        Assert.Contains(expected, done.Error, StringComparison.Ordinal);
        Assert.Empty(done.Output);
        Assert.DoesNotContain("   at ", done.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", done.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user", "--help")]
    [InlineData("--ask-password", "user", "add", "--help")]
    [InlineData("--redirect-uri", "client", "add", "-h")]
    [InlineData("lift", "ban", "--help")]
    [InlineData("--lines", "audit", "tail", "--help")]
    public async Task Help_tells_what_there_is(string expected, params string[] args)
    {
        var done = await CommandResult.OfAsync(_host, args);

        Assert.Equal(0, done.Code);
        Assert.Contains(expected, done.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_needs_no_settings()
    {
        var done = await CommandProcess.RunAsync(new Dictionary<string, string>(), "user", "--help");

        Assert.Equal((0, string.Empty), (done.Code, done.Error));
        Assert.Contains("reset-password", done.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_are_no_commands()
    {
        var done = await CommandProcess.RunAsync(
            new Dictionary<string, string>(), "--ConnectionStrings:identity=nonsense");

        Assert.Equal(1, done.Code);
        Assert.Contains("Identity cannot start", done.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_key_folder_is_told_and_not_filled()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"no-keys-{Guid.NewGuid():N}");

        var done = await CommandProcess.RunAsync(
            new Dictionary<string, string>
            {
                ["ConnectionStrings__identity"] = $"Data Source={_host.DatabaseFile}",
                ["Identity__KeysDirectory"] = folder,
            },
            "user", "list");

        Assert.Equal(1, done.Code);
        Assert.Contains(folder, done.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Missing_database_is_told_with_its_place_and_not_made()
    {
        var folder = Directory.CreateTempSubdirectory("identity-commands-");
        try
        {
            var done = await CommandProcess.RunAsync(
                new Dictionary<string, string>(), "user", "list", "--data", folder.FullName);

            Assert.Equal(1, done.Code);
            Assert.Contains(
                Path.Combine(folder.FullName, "identity", "identity.db"), done.Error, StringComparison.Ordinal);
            Assert.Contains("--data", done.Error, StringComparison.Ordinal);
            Assert.Empty(folder.GetFileSystemInfos());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Database_of_another_version_is_left_alone()
    {
        var folder = Directory.CreateTempSubdirectory("identity-commands-");
        try
        {
            var file = Path.Combine(folder.CreateSubdirectory("identity").FullName, "identity.db");
            await File.WriteAllBytesAsync(file, [], Cancellation);

            var done = await CommandProcess.RunAsync(
                new Dictionary<string, string>(), "user", "list", "--data", folder.FullName);

            Assert.Equal(1, done.Code);
            Assert.Contains("older version", done.Error, StringComparison.Ordinal);
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Without_Redis_users_are_looked_after_and_bans_are_not()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var environment = new Dictionary<string, string>
        {
            ["ConnectionStrings__identity"] = $"Data Source={_host.DatabaseFile}",
            ["Identity__KeysDirectory"] = _host.KeysDirectory,
        };

        var disabled = await CommandProcess.RunAsync(environment, "user", "disable", person.Name);
        var bans = await CommandProcess.RunAsync(environment, "ban", "list");

        Assert.Equal((0, string.Empty), (disabled.Code, disabled.Error));
        Assert.Equal(HttpStatusCode.Redirect, (await session.GetAsync("/")).Status);
        Assert.Equal(1, bans.Code);
        Assert.Contains("Redis is out of reach", bans.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_others_chose_cannot_write_to_the_terminal()
    {
        var log = _host.Services.GetRequiredService<AuditLog>();
        await log.RecordAsync(new AuditEvent(AuditKind.ClientRemoved)
        {
            ClientId = "\u001b]0;owned\u0007", Detail = "line\nbreak \u009b2J",
        });
        await McpAspire.Shared.Eventually.HoldsAsync(
            async () => await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>()
                .AuditRecords.AnyAsync(record => record.Detail!.StartsWith("line"), Cancellation)),
            "the record is written");

        var done = await CommandResult.OfAsync(_host, "audit", "tail", "--kind", "ClientRemoved");

        Assert.Contains("owned", done.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(done.Output, c => char.IsControl(c) && c is not '\n');
    }

    private static string NewName() => $"typed-{Guid.NewGuid():N}";
}
