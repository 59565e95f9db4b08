using System.Text;
using System.Text.Json;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>What a client says of itself in <c>initialize</c>.</summary>
/// <param name="ProtocolVersion">The revision that it wants.</param>
/// <param name="Capabilities">What it is able to do, as JSON, without what the bridge cannot ask of it.</param>
/// <param name="ClientInfo">What it calls itself, as JSON.</param>
internal sealed record InitializeParameters(string ProtocolVersion, string Capabilities, string ClientInfo)
{
    /// <summary>What is kept for every session is bounded.</summary>
    private const int MaxBytes = 16 * 1024;

    /// <summary>Null if a member is missing, of another type, or too large.</summary>
    public static InitializeParameters? Read(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
            return null;

        string? version = null, capabilities = null, info = null;
        var members = new JsonMembers(json.Span);
        while (members.Next())
        {
            var value = json[members.Value];
            if (members.Is("protocolVersion"u8) && members.Kind == JsonTokenType.String)
                version = members.Text();
            else if (members.Is("capabilities"u8) && IsSmallObject(members))
                // Tasks at the client (2025-11-25, experimental): no question of the bridge becomes one. And no
                // server is to answer with a task of 2026-07-28, which nobody could fetch.
                capabilities = Encoding.UTF8.GetString(ServerCapabilities.ForLegacy(value).Span);
            else if (members.Is("clientInfo"u8) && IsSmallObject(members))
                info = Encoding.UTF8.GetString(value.Span);
        }

        return version is null || capabilities is null || info is null
            ? null
            : new InitializeParameters(version, capabilities, info);
    }

    private static bool IsSmallObject(in JsonMembers member) =>
        member.Kind == JsonTokenType.StartObject
        && member.Value.End.Value - member.Value.Start.Value <= MaxBytes;
}
