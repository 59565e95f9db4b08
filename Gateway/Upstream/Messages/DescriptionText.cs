using System.Text.Json;

namespace McpAspire.Gateway.Upstream.Messages;

/// <summary>The members that <c>initialize</c> and <c>server/discover</c> have in common.</summary>
internal static class DescriptionText
{
    /// <summary>Takes the current member into the description, if it belongs there.</summary>
    public static UpstreamDescription Take(
        UpstreamDescription description, ReadOnlySpan<byte> result, ref JsonMembers members)
    {
        if (members.Is("capabilities"u8))
            return description with { Capabilities = Object(result, ref members) ?? description.Capabilities };
        if (members.Is("serverInfo"u8))
            return description with { ServerInfo = Object(result, ref members) ?? description.ServerInfo };

        return members.Is("instructions"u8) ? description with { Instructions = members.Text() } : description;
    }

    /// <summary>A copy of the value, which outlives the answer; null if it is no object.</summary>
    public static byte[]? Object(ReadOnlySpan<byte> json, ref JsonMembers members)
    {
        var value = members.Value();
        return members.Kind == JsonTokenType.StartObject ? json[value].ToArray() : null;
    }
}
