using System.Net;
using McpAspire.Identity.Keys;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Keys;

/// <summary>Keys change while the service runs, and nobody who did no wrong notices.</summary>
public sealed class RotationTests
{
    private static readonly TimeSpan PublishBefore = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Rotated_key_is_published_before_it_signs_and_old_tokens_stay_good()
    {
        await using var host = await StartAsync();
        var (client, old) = await ConnectAsync(host);
        var (before, _) = (KeyOf(old), await PublishedAsync(host));

        var next = (await RotateAsync(host)).GetProperty("id").GetString();
        var published = await PublishedAsync(host);
        var early = Tokens.Of(await client.RefreshAsync(old.Refresh!));
        host.Clock.Advance(PublishBefore);
        await Eventually.HoldsAsync(async () => KeyOf((await ConnectAsync(host)).Tokens) == next, "the new key signs");
        var late = Tokens.Of(await client.RefreshAsync(early.Refresh!));

        Assert.Equal(2, published.Count);
        Assert.Contains(next, published);
        Assert.Contains(before, published);
        Assert.Equal(before, KeyOf(early));
        Assert.Equal(next, KeyOf(late));
        Assert.Equal(next, late.IdHeader.GetProperty("kid").GetString());
        Assert.Contains(before, await PublishedAsync(host));
        Assert.Equal(HttpStatusCode.OK, (await client.UserInfoAsync(early.Access)).Status);
    }

    [Fact]
    public async Task Old_keys_go_when_nothing_of_theirs_can_be_valid_and_their_secrets_with_them()
    {
        await using var host = await StartAsync();
        var (_, tokens) = await ConnectAsync(host);
        await RotateAsync(host);

        host.Clock.Advance(PublishBefore + TimeSpan.FromDays(13));
        await Eventually.HoldsAsync(async () => KeyOf((await ConnectAsync(host)).Tokens) != KeyOf(tokens), "it signs");
        Assert.Contains(KeyOf(tokens), await PublishedAsync(host));
        host.Clock.Advance(TimeSpan.FromDays(2));

        await Eventually.HoldsAsync(
            async () => !(await PublishedAsync(host)).Contains(KeyOf(tokens)), "the old key is not published any more");
        await Eventually.HoldsAsync(
            async () => (await RowsAsync(host)).Where(key => key.RetiredAt <= host.Clock.GetUtcNow())
                .All(key => key.SealedKey.Length == 0),
            "the old secrets are gone");
        Assert.Single(await PublishedAsync(host));
    }

    [Fact]
    public async Task Keys_change_by_schedule()
    {
        await using var host = await StartAsync();
        var first = Assert.Single(await PublishedAsync(host));

        host.Clock.Advance(TimeSpan.FromDays(90) - PublishBefore);
        await Eventually.HoldsAsync(async () => (await PublishedAsync(host)).Count == 2, "the next key is published");
        Assert.Equal(first, KeyOf((await ConnectAsync(host)).Tokens));
        host.Clock.Advance(PublishBefore);

        await Eventually.HoldsAsync(async () => KeyOf((await ConnectAsync(host)).Tokens) != first, "the next key signs");
        Assert.Equal(2, (await PublishedAsync(host)).Count);
    }

    [Fact]
    public async Task Replicas_that_start_together_have_the_same_keys_and_follow_each_other()
    {
        await using var shared = await SharedData.CreateAsync();
        await using var one = await StartAsync(shared);
        await using var two = await StartAsync(shared);
        var (client, tokens) = await ConnectAsync(one);
        var elsewhere = new Client(two, client.Id, null, Client.RedirectUri);

        Assert.Equal(await PublishedAsync(one), await PublishedAsync(two));
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.RefreshAsync(tokens.Refresh!)).Status);
        var next = (await RotateAsync(one)).GetProperty("id").GetString();
        await Eventually.HoldsAsync(
            async () => (await PublishedAsync(two)).Contains(next), "the other replica publishes it", TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task First_keys_made_by_many_at_once_are_one_of_each_use()
    {
        await using var host = await StartAsync();
        await host.InDatabaseAsync(services =>
            services.GetRequiredService<IdentityDatabase>().TokenKeys.ExecuteDeleteAsync());

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => host.InDatabaseAsync(async services =>
        {
            await services.GetRequiredService<FirstKeys>().EnsureAsync(CancellationToken.None);
            return true;
        })));

        var rows = await RowsAsync(host);
        Assert.Equal(2, rows.Count);
        Assert.Single(rows, row => row.Use == TokenKeyUse.Signing);
    }

    [Fact]
    public async Task Files_of_an_earlier_version_are_taken_over_with_all_that_they_signed()
    {
        await using var shared = await SharedData.CreateAsync();
        string clientId, refreshToken, kid;
        await using (var earlier = await StartAsync(shared))
        {
            var (client, tokens) = await ConnectAsync(earlier);
            (clientId, refreshToken, kid) = (client.Id, tokens.Refresh!, KeyOf(tokens));
            await shared.WriteKeyFilesAsync(earlier);
        }

        await using var host = await StartAsync(shared);
        var answer = await new Client(host, clientId, null, Client.RedirectUri).RefreshAsync(refreshToken);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(kid, KeyOf(Tokens.Of(answer)));
        Assert.Equal(
            [".lock", "master.key"], Directory.GetFiles(host.KeysDirectory).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Key_set_may_be_kept_for_less_time_than_a_key_is_published_before_its_use()
    {
        await using var host = await StartAsync();
        using var client = host.NewClient();

        Assert.Equal("public, max-age=300", (await client.AskAsync("/.well-known/jwks")).Header("Cache-Control"));
    }

    [Fact]
    public async Task Refusal_in_place_of_the_key_set_is_not_kept()
    {
        await using var host = await StartAsync();
        using var client = host.NewClient();

        var refused = await client.AskAsync(new HttpRequestMessage(HttpMethod.Post, "/.well-known/jwks"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.DoesNotContain("public", $"{refused.Header("Cache-Control")}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?now=true", "'now'")]
    [InlineData("?stollen=true", "'stollen'")]
    [InlineData("?stolen=true&publishBefore=00:01:00", "publishBefore")]
    public async Task Rotation_that_is_not_quite_asked_for_is_not_made(string query, string told)
    {
        await using var host = await StartAsync();
        using var client = host.NewOperatorClient();

        var refused = await client.AskAsync(new HttpRequestMessage(HttpMethod.Post, $"/operator/keys/rotate{query}"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains(told, refused.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Single(await PublishedAsync(host));
    }

    [Theory]
    [InlineData("1.00:00:01")]
    [InlineData("-00:00:01")]
    public async Task Key_is_published_for_a_day_at_most_before_it_signs(string publishBefore)
    {
        await using var host = await StartAsync();
        using var client = host.NewOperatorClient();

        var answer = await client.AskAsync(
            new HttpRequestMessage(HttpMethod.Post, $"/operator/keys/rotate?publishBefore={publishBefore}"));
        var command = await CommandResult.OfAsync(host, "keys", "rotate", $"--publish-before={publishBefore}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("00:00:00 to 1.00:00:00", answer.Body, StringComparison.Ordinal);
        Assert.Equal(2, command.Code);
        Assert.Contains("00:00:00 to 1.00:00:00", command.Error, StringComparison.Ordinal);
        Assert.Single(await PublishedAsync(host));
    }

    [Fact]
    public async Task Operator_lists_keys_without_their_secrets()
    {
        await using var host = await StartAsync();
        using var client = host.NewOperatorClient();

        var answer = await client.AskAsync("/operator/keys");

        Assert.Equal(
            ["encryption", "signing"],
            answer.Json.EnumerateArray().Select(key => key.GetProperty("use").GetString()).Order());
        Assert.DoesNotContain("sealed", answer.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(host.Logs.Lines, line => line.Contains("signing keys are published", StringComparison.Ordinal));
    }

    internal static Task<IdentityHost> StartAsync(SharedData? shared = null) => IdentityHost.StartAsync(new()
    {
        Redis = shared?.Redis,
        Directory = shared?.Directory,
        Extra = new Dictionary<string, string?> { ["Identity:Keys:PollInterval"] = "00:00:00.1" },
    });

    internal static async Task<(Client Client, Tokens Tokens)> ConnectAsync(IdentityHost host)
    {
        var client = await Client.RegisterAsync(host);
        return (client, await client.ConnectAsync(await (await host.NewPersonAsync()).SignInAsync()));
    }

    internal static string KeyOf(Tokens tokens) => tokens.AccessHeader.GetProperty("kid").GetString()!;

    internal static async Task<IReadOnlyList<string?>> PublishedAsync(IdentityHost host)
    {
        using var client = host.NewClient();
        var keys = (await client.AskAsync("/.well-known/jwks")).Json.GetProperty("keys");
        return [.. keys.EnumerateArray().Select(key => key.GetProperty("kid").GetString()).Order()];
    }

    internal static async Task<System.Text.Json.JsonElement> RotateAsync(IdentityHost host, string query = "")
    {
        using var client = host.NewOperatorClient();
        var answer = await client.AskAsync(new HttpRequestMessage(HttpMethod.Post, $"/operator/keys/rotate{query}"));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Json;
    }

    internal static Task<List<Identity.Keys.TokenKey>> RowsAsync(IdentityHost host) => host.InDatabaseAsync(services =>
        services.GetRequiredService<IdentityDatabase>().TokenKeys.AsNoTracking().ToListAsync());
}
