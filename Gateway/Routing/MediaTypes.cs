using Microsoft.Net.Http.Headers;

namespace McpAspire.Gateway.Routing;

/// <summary>The two media types of the transport. Nearly every answer has one of them as it is, and is not parsed.</summary>
internal static class MediaTypes
{
    private const string Json = "application/json";
    private const string EventStream = "text/event-stream";

    public static bool IsJson(HttpResponseMessage response) => Is(response, Json);

    public static bool IsEventStream(HttpResponseMessage response) => Is(response, EventStream);

    /// <summary>One of them, if the answer has it without parameters; then there is nothing else to look at.</summary>
    public static string? PlainOf(HttpResponseMessage response) =>
        Raw(response) is (Json or EventStream) and var plain ? plain : null;

    private static bool Is(HttpResponseMessage response, string type)
    {
        if (PlainOf(response) is { } plain)
            return plain == type;

        return response.Content.Headers.ContentType?.MediaType is { } parsed
            && parsed.Equals(type, StringComparison.OrdinalIgnoreCase);
    }

    private static string? Raw(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues(HeaderNames.ContentType, out var values)
            && values.Count == 1 ? values.ToString() : null;
}
