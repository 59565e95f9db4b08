using System.Text.Json;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream.Messages;
using McpAspire.Gateway.Upstream.Transport;

namespace McpAspire.Gateway.Upstream.Detection;

/// <summary>Reads what <c>server/discover</c> results in (SEP-2575).</summary>
internal static class DiscoverResult
{
    private const int MissingCapability = -32021;
    private const int UnsupportedVersion = -32022;

    private static readonly UpstreamDescription Nothing = new()
    {
        IsLegacy = false,
        IsModern = true,
        Capabilities = "{}"u8.ToArray(),
    };

    /// <summary>The description, or null of a server that names older revisions only.</summary>
    public static UpstreamDescription? Read(ReadOnlySpan<byte> result)
    {
        var description = Nothing;
        bool? isModern = null;
        var members = new JsonMembers(result);
        while (members.Next())
        {
            if (members.Is("supportedVersions"u8))
                isModern = NamesModern(result[members.Value()]);
            else if (members.Is("_meta"u8))
                description = TakeMeta(description, result[members.Value()]);
            else
                description = DescriptionText.Take(description, result, ref members);
        }

        return isModern switch
        {
            true => description,
            false => null,
            null => throw UpstreamFaults.Unusable("It answers server/discover without revisions."),
        };
    }

    /// <summary>
    /// What a refusal of <c>server/discover</c> says: only the revision itself has the codes -32020 to -32022.
    /// </summary>
    public static UpstreamDescription? ReadError(ReadOnlySpan<byte> error) => StrictText.CodeOf(error) switch
    {
        MissingCapability or JsonRpcErrorCode.HeaderMismatch => Nothing,
        // A server with sessions says so too, for clients that speak both; then it names older revisions.
        UnsupportedVersion when NamesModern(Supported(error)) => Nothing,
        _ => null,
    };

    private static UpstreamDescription TakeMeta(UpstreamDescription description, ReadOnlySpan<byte> meta) =>
        !meta.IsEmpty && meta[0] == '{' && ObjectText.Find(meta, "io.modelcontextprotocol/serverInfo"u8) is { } info
        && meta[info.Start] == '{'
            ? description with { ServerInfo = meta[info].ToArray() }
            : description;

    private static ReadOnlySpan<byte> Supported(ReadOnlySpan<byte> error)
    {
        if (ObjectText.Find(error, "data"u8) is not { } data || error[data.Start] != '{')
            return "[]"u8;

        var inner = error[data];
        return ObjectText.Find(inner, "supported"u8) is { } supported ? inner[supported] : "[]"u8;
    }

    /// <summary>Whether 2026-07-28 is among the revisions; a server of later ones only cannot be spoken to.</summary>
    private static bool NamesModern(ReadOnlySpan<byte> json)
    {
        var (isModern, isLater) = (false, false);
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.String || reader.GetString() is not { } version)
                continue;

            isModern |= version == ProtocolVersion.Modern;
            isLater |= ProtocolVersion.EraOf(version) == McpEra.Modern;
        }

        return isModern || (isLater ? throw UpstreamFaults.Unusable("It speaks later revisions only.") : false);
    }
}
