using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpAspire.Identity.OAuth.Exchange;

/// <summary>RFC 8693, section 4.1: who acts for the person of a token, and for whom they act in turn.</summary>
internal static class ActorChain
{
    public const string Claim = "act";

    /// <summary>Each exchange makes the token longer, and a request header takes only so much.</summary>
    private const int MaxActors = 4;

    /// <summary>The chain with one more actor in front, or null if it would be too long or cannot be read.</summary>
    public static string? Extend(string? chain, string clientId)
    {
        try
        {
            var before = chain is null ? null : JsonNode.Parse(chain) as JsonObject;
            if ((chain is not null && before is null) || LengthOf(before) >= MaxActors)
                return null;

            var actor = new JsonObject { ["sub"] = clientId };
            if (before is not null)
                actor[Claim] = before;
            return actor.ToJsonString();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int LengthOf(JsonObject? chain)
    {
        var length = 0;
        for (var actor = chain; actor is not null; actor = actor[Claim] as JsonObject)
            length++;
        return length;
    }
}
