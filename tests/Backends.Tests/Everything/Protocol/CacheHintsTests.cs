using McpAspire.Backends.Tests.Everything.Hosting;
using McpAspire.Backends.Tests.Everything.Notes;
using ModelContextProtocol.Protocol;

namespace McpAspire.Backends.Tests.Everything.Protocol;

public sealed class CacheHintsTests(EverythingServerFixture server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_ModernClient_MayBeCachedByAnybody()
    {
        await using var client = await server.ConnectAsync(Era.Modern);

        ICacheableResult[] lists =
        [
            await client.ListToolsAsync(new ListToolsRequestParams(), Stop),
            await client.ListPromptsAsync(new ListPromptsRequestParams(), Stop),
            await client.ListResourcesAsync(new ListResourcesRequestParams(), Stop),
            await client.ListResourceTemplatesAsync(new ListResourceTemplatesRequestParams(), Stop),
        ];

        Assert.All(lists, list => Assert.Equal(TimeSpan.FromMinutes(5), list.TimeToLive));
        Assert.All(lists, list => Assert.Equal(CacheScope.Public, list.CacheScope));
    }

    [Fact]
    public async Task Read_Note_IsStaleAtOnce()
    {
        await using var client = await server.ConnectAsync(Era.Modern);
        var name = NoteNames.New();
        await client.CallAsync("write_note", ("name", name), ("text", "x"));

        var note = await client.ReadResourceAsync($"everything://notes/{name}", cancellationToken: Stop);
        var about = await client.ReadResourceAsync("everything://about", cancellationToken: Stop);

        Assert.Equal(TimeSpan.Zero, note.TimeToLive);
        Assert.Equal(TimeSpan.FromMinutes(1), about.TimeToLive);
    }
}
