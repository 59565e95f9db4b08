using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.Commands;

/// <summary>Commands that rotate the keys of a service that runs.</summary>
public sealed class KeyCommandTests
{
    [Fact]
    public async Task Rotated_key_is_published_by_the_running_service_and_told_without_its_secret()
    {
        await using var host = await IdentityHost.StartAsync();

        var rotated = await CommandProcess.RunAsync(host, "keys", "rotate", "--json");
        var id = rotated.Json.GetProperty("id").GetString()!;
        var list = await CommandResult.OfAsync(host, "keys", "list");
        var json = await CommandResult.OfAsync(host, "keys", "list", "--json");

        Assert.Equal((0, string.Empty), (rotated.Code, rotated.Error));
        Assert.Contains(id, list.Output, StringComparison.Ordinal);
        Assert.Contains("published", list.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("sealed", json.Output, StringComparison.OrdinalIgnoreCase);
        using var client = host.NewClient();
        await Eventually.HoldsAsync(
            async () =>
            {
                host.Clock.Advance(TimeSpan.FromSeconds(30));
                return (await client.AskAsync("/.well-known/jwks")).Body.Contains(id, StringComparison.Ordinal);
            },
            "the service publishes the new key");
    }

    [Fact]
    public async Task Stolen_keys_are_dropped_at_once()
    {
        await using var host = await IdentityHost.StartAsync();
        var before = await CommandResult.OfAsync(host, "keys", "list", "--json");

        var rotated = await CommandResult.OfAsync(host, "keys", "rotate", "--stolen", "--json");
        var both = await CommandResult.OfAsync(host, "keys", "rotate", "--stolen", "--publish-before", "01:00:00");
        var after = await CommandResult.OfAsync(host, "keys", "list");
        using var client = host.NewClient();
        var published = (await client.AskAsync("/.well-known/jwks")).Body;

        Assert.Equal(0, rotated.Code);
        Assert.Equal(2, both.Code);
        Assert.Contains("retired", after.Output, StringComparison.Ordinal);
        Assert.Contains(rotated.Json.GetProperty("id").GetString()!, published, StringComparison.Ordinal);
        Assert.All(before.Json.EnumerateArray(), key => Assert.DoesNotContain(
            key.GetProperty("id").GetString()!, published, StringComparison.Ordinal));
    }
}
