using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Bridge.Legacy.Hosting;

/// <summary>The events of one connection, one after another.</summary>
internal sealed class LegacyEvents(IAsyncEnumerator<SseItem<string>> events) : IAsyncDisposable
{
    /// <summary>The id of the last event, also of one that says nothing.</summary>
    public string? LastId { get; private set; }

    /// <summary>The next message, or null at the end.</summary>
    public async Task<JsonNode?> NextAsync()
    {
        while (await events.MoveNextAsync().AsTask().Within())
        {
            LastId = events.Current.EventId;
            if (events.Current.Data.Length > 0)
                return JsonNode.Parse(events.Current.Data);
        }

        return null;
    }

    public ValueTask DisposeAsync() => events.DisposeAsync();
}
