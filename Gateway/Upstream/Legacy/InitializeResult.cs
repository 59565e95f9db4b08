using McpAspire.Gateway.Upstream.Messages;
using McpAspire.Gateway.Upstream.Transport;

namespace McpAspire.Gateway.Upstream.Legacy;

/// <summary>Reads what <c>initialize</c> results in.</summary>
internal static class InitializeResult
{
    public static LegacyGreeting Read(ReadOnlySpan<byte> result, string? sessionId, string destinationId)
    {
        string? version = null;
        var description = new UpstreamDescription
        {
            IsLegacy = true,
            IsModern = false,
            Capabilities = "{}"u8.ToArray(),
        };
        var members = new JsonMembers(result);
        while (members.Next())
        {
            if (members.Is("protocolVersion"u8))
                version = members.Text();
            else
                description = DescriptionText.Take(description, result, ref members);
        }

        return version is "2025-11-25" or "2025-06-18" or "2025-03-26" or "2024-11-05"
            ? new LegacyGreeting(new LegacySession(sessionId, version, destinationId), description)
            : throw UpstreamFaults.Unusable("It answers initialize with no known revision.");
    }
}
