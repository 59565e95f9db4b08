using System.Text.Json;
using McpAspire.Gateway.Upstream.Messages;

namespace McpAspire.Gateway.Upstream.Listening;

/// <summary>What of a server's notifications a listener asked for; it gets nothing else (SEP-2575).</summary>
internal static class NewsFilter
{
    public const string ResourceUpdated = "notifications/resources/updated";

    /// <summary>Whether a method is news at all, and not talk about something under way.</summary>
    public static bool IsNews(string method) => method is ResourceUpdated
        or "notifications/tools/list_changed" or "notifications/prompts/list_changed"
        or "notifications/resources/list_changed";

    public static bool Wants(this UpstreamInterest interest, string method, ReadOnlySpan<byte> parameters) =>
        method switch
        {
            "notifications/tools/list_changed" => interest.Tools,
            "notifications/prompts/list_changed" => interest.Prompts,
            "notifications/resources/list_changed" => interest.Resources,
            ResourceUpdated => UriOf(parameters) is { } uri && interest.ResourceUris.Contains(uri),
            _ => false,
        };

    private static string? UriOf(ReadOnlySpan<byte> parameters)
    {
        if (ObjectText.Find(parameters, "uri"u8) is not { } range)
            return null;

        var reader = new Utf8JsonReader(parameters[range]);
        return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }
}
