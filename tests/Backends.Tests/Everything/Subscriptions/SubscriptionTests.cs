using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using McpAspire.Backends.Tests.Everything.Hosting;
using McpAspire.Backends.Tests.Everything.Notes;
using McpAspire.Shared;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpAspire.Backends.Tests.Everything.Subscriptions;

public sealed class SubscriptionTests(EverythingServerFixture server)
{
    private readonly ConcurrentQueue<JsonRpcNotification> _heard = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Subscribe_NoteChanges_TellsTheSession()
    {
        var (mine, other) = (NoteNames.New(), NoteNames.New());
        await using var writer = await server.ConnectAsync(Era.Modern);
        await WriteAsync(writer, mine, other);
        await using var client = await ListeningAsync(Era.Legacy);
        await client.SubscribeToResourceAsync($"everything://notes/{mine}", cancellationToken: Stop);

        await WriteAsync(writer, other, mine);

        await HeardAsync(NotificationMethods.ResourceUpdatedNotification);
        Assert.Equal([$"everything://notes/{mine}"], UpdatedUris());
    }

    [Fact]
    public async Task Unsubscribe_NoteChanges_TellsNothingMore()
    {
        var (first, second) = (NoteNames.New(), NoteNames.New());
        await using var client = await ListeningAsync(Era.Legacy);
        await WriteAsync(client, first, second);
        await client.SubscribeToResourceAsync($"everything://notes/{first}", cancellationToken: Stop);
        await client.SubscribeToResourceAsync($"everything://notes/{second}", cancellationToken: Stop);
        await client.UnsubscribeFromResourceAsync($"everything://notes/{first}", cancellationToken: Stop);

        await WriteAsync(client, first, second);

        await HeardAsync(NotificationMethods.ResourceUpdatedNotification);
        Assert.Equal([$"everything://notes/{second}"], UpdatedUris());
    }

    [Fact]
    public async Task Listen_NoteChanges_TellsTheStreamWithItsId()
    {
        var (mine, other) = (NoteNames.New(), NoteNames.New());
        await using var client = await ListeningAsync(Era.Modern);
        await WriteAsync(client, mine, other);
        await using var stream = await OpenAsync(
            client, new JsonObject { ["resourceSubscriptions"] = new JsonArray($"everything://notes/{mine}") });

        await WriteAsync(client, other, mine);

        await HeardAsync(NotificationMethods.ResourceUpdatedNotification);
        Assert.Equal([$"everything://notes/{mine}"], UpdatedUris());
        Assert.All(_heard, notification => Assert.Equal(
            "listen-1", (string?)notification.Params!["_meta"]![MetaKeys.SubscriptionId]));
    }

    [Fact]
    public async Task Listen_FirstMessage_AcknowledgesWhatWasAskedFor()
    {
        await using var client = await ListeningAsync(Era.Modern);
        await using var stream = await OpenAsync(client, new JsonObject { ["promptsListChanged"] = true });

        var acknowledged = _heard.First();

        Assert.Equal(NotificationMethods.SubscriptionsAcknowledgedNotification, acknowledged.Method);
        Assert.Equal("""{"promptsListChanged":true}""", acknowledged.Params!["notifications"]!.ToJsonString());
    }

    [Theory, ClassData(typeof(BothEras))]
    public async Task NewNote_ListOfResources_IsToldToHaveChanged(Era era)
    {
        await using var client = await ListeningAsync(era);
        await using var stream = era == Era.Modern
            ? await OpenAsync(client, new JsonObject { ["resourcesListChanged"] = true })
            : null;

        await WriteAsync(client, NoteNames.New());

        await HeardAsync(NotificationMethods.ResourceListChangedNotification);
    }

    [Fact]
    public async Task Subscribe_MoreThanAHundred_IsRefused()
    {
        await using var client = await server.ConnectAsync(Era.Legacy);
        for (var number = 0; number < 100; number++)
            await client.SubscribeToResourceAsync($"test://{number}", cancellationToken: Stop);

        await Assert.ThrowsAsync<ModelContextProtocol.McpProtocolException>(
            () => client.SubscribeToResourceAsync("test://one-more", cancellationToken: Stop));
    }

    private static async Task WriteAsync(McpClient client, params string[] names)
    {
        foreach (var name in names) await client.CallAsync("write_note", ("name", name), ("text", "x"));
    }

    private Task<McpClient> ListeningAsync(Era era)
    {
        string[] methods =
        [
            NotificationMethods.ResourceUpdatedNotification,
            NotificationMethods.ResourceListChangedNotification,
            NotificationMethods.SubscriptionsAcknowledgedNotification,
        ];
        return server.ConnectAsync(era, handlers => handlers.NotificationHandlers =
            [.. methods.Select(method => KeyValuePair.Create(method, Hear))]);
    }

    private ValueTask Hear(JsonRpcNotification notification, CancellationToken cancellationToken)
    {
        _heard.Enqueue(notification);
        return ValueTask.CompletedTask;
    }

    private async Task<OpenStream> OpenAsync(McpClient client, JsonObject notifications)
    {
        var stream = new OpenStream(client, notifications);
        await HeardAsync(NotificationMethods.SubscriptionsAcknowledgedNotification);
        return stream;
    }

    private Task HeardAsync(string method) =>
        Eventually.HoldsAsync(() => _heard.Any(notification => notification.Method == method), $"{method} is heard");

    private IEnumerable<string?> UpdatedUris() => _heard
        .Where(notification => notification.Method == NotificationMethods.ResourceUpdatedNotification)
        .Select(notification => (string?)notification.Params!["uri"]);
}
