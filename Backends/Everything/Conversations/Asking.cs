using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Conversations;

/// <summary>
/// Asks the client while a request is under way. Written as multi round trips (SEP-2322): the handler runs again with
/// the answers. The SDK turns the same exception into requests of its own where the client is of the legacy era.
/// </summary>
internal static class Asking
{
    /// <summary>What the client answered under the key; null if it was not asked yet.</summary>
    public static T? Answer<T>(
        this RequestContext<CallToolRequestParams> context, string key, JsonTypeInfo<T> type)
        where T : class =>
        Answer(context.Params.InputResponses, key, type);

    /// <summary>The same for requests other than calls of tools.</summary>
    public static T? Answer<T>(IDictionary<string, InputResponse>? responses, string key, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return responses?.TryGetValue(key, out var response) == true ? response.Deserialize(type) : null;
        }
        catch (JsonException)
        {
            // Not an error of the tool: what came is no answer to what was asked.
            throw new McpProtocolException($"The input response '{key}' is malformed.", McpErrorCode.InvalidParams);
        }
    }

    public static ElicitResult Elicit(
        this RequestContext<CallToolRequestParams> context, string key, ElicitRequestParams question)
    {
        var required = new ClientCapabilities { Elicitation = new() };
        Demand(context.Server.ClientCapabilities?.Elicitation, required, "elicitation");
        return context.Answer(key, InputResponse.ElicitResultJsonTypeInfo)
            ?? throw Ask(key, InputRequest.ForElicitation(question));
    }

    /// <summary>Asks the client's model, and answers the text that it said.</summary>
    public static string Sample(
        this RequestContext<CallToolRequestParams> context, string key, CreateMessageRequestParams prompt)
    {
        Demand(context.Server.ClientCapabilities?.Sampling, new ClientCapabilities { Sampling = new() }, "sampling");
        var message = context.Answer(key, InputResponse.CreateMessageResultJsonTypeInfo)
            ?? throw Ask(key, InputRequest.ForSampling(prompt));
        return string.Concat(message.Content.OfType<TextContentBlock>().Select(block => block.Text));
    }

    public static IList<Root> Roots(this RequestContext<CallToolRequestParams> context, string key)
    {
        Demand(context.Server.ClientCapabilities?.Roots, new ClientCapabilities { Roots = new() }, "roots");
        var result = context.Answer(key, InputResponse.ListRootsResultJsonTypeInfo)
            ?? throw Ask(key, InputRequest.ForRootsList(new ListRootsRequestParams()));
        return result.Roots;
    }

    /// <summary>A server MUST NOT ask for what the client did not declare; the client learns what is missing.</summary>
    private static void Demand(object? declared, ClientCapabilities required, string name)
    {
        if (declared is null)
            throw new MissingRequiredClientCapabilityException(required, $"This tool needs a client with {name}.");
    }

    private static InputRequiredException Ask(string key, InputRequest request) =>
        new(new Dictionary<string, InputRequest> { [key] = request });
}
