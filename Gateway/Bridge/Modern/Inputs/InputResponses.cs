using System.Text;
using System.Text.Json;
using McpAspire.Gateway.Pipeline;

namespace McpAspire.Gateway.Bridge.Modern.Inputs;

/// <summary>The answers of a client, by the keys of the questions (SEP-2322).</summary>
internal static class InputResponses
{
    /// <summary>What is wrong with them, if anything.</summary>
    /// <param name="json">The object <c>inputResponses</c>; empty for none.</param>
    /// <param name="asked">The keys that were asked; null where the gateway does not know.</param>
    public static Refusal? Check(ReadOnlySpan<byte> json, string[]? asked)
    {
        if (json.IsEmpty)
            return null;

        var members = new JsonMembers(json);
        while (members.Next())
        {
            if (members.Kind != JsonTokenType.StartObject)
                return ModernRefusals.BadInputResponses;
            if (asked is not null && !asked.Contains(Encoding.UTF8.GetString(members.Name), StringComparer.Ordinal))
                return ModernRefusals.UnaskedInput;
        }

        return null;
    }
}
