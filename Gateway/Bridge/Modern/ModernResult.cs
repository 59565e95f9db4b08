using System.Buffers;
using System.Text.Json;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Bridge.Modern;

/// <summary>
/// What the members of a result mean in 2026-07-28, read in one pass. Servers of that revision say nearly always
/// what they have to; those of earlier ones say nothing of it, and what they say by accident does not count.
/// </summary>
internal readonly struct ModernResult
{
    private readonly bool _isLegacy;
    private readonly bool _isCacheable;
    private readonly bool _hasType;
    private readonly ResultLifetime _lifetime;
    private readonly bool _isPrivate;
    private readonly bool _hasServerInfo;
    private readonly Range _meta;

    public ModernResult(string method, ReadOnlySpan<byte> json, bool isLegacy)
    {
        _isLegacy = isLegacy;
        _isCacheable = method == McpMethods.ResourcesRead;
        var members = new JsonMembers(json);
        while (members.Next())
        {
            if (members.Is("resultType"u8))
            {
                _hasType = true;
                IsInputRequired = !isLegacy && members.Kind == JsonTokenType.String && members.Text() == "input_required";
            }
            else if (members.Is("ttlMs"u8))
            {
                _lifetime = ResultLifetimes.Read(json[members.Value]);
            }
            else if (members.Is("cacheScope"u8))
            {
                _isPrivate = members.Kind == JsonTokenType.String && members.Text() == "private";
            }
            else if (members.Is("_meta"u8) && members.Kind == JsonTokenType.StartObject)
            {
                _meta = members.Value;
                _hasServerInfo = Has(json[members.Value], ServerInfoKey);
            }
        }
    }

    /// <summary>Whether the server wants answers before it goes on (SEP-2322).</summary>
    public bool IsInputRequired { get; }

    private static ReadOnlySpan<byte> ServerInfoKey => "io.modelcontextprotocol/serverInfo"u8;

    private bool IsComplete =>
        _isLegacy ? false : _hasType && (!_isCacheable || (_lifetime == ResultLifetime.Said && _isPrivate));

    /// <summary>
    /// The result with all that the revision demands. What may be cached belongs to this caller alone, whatever the
    /// server thinks: it does not know what the gateway shows to whom.
    /// </summary>
    public ReadOnlyMemory<byte> Complete(ReadOnlyMemory<byte> json, ReadOnlySpan<byte> serverInfo)
    {
        if (IsComplete)
            return json;

        var output = new ArrayBufferWriter<byte>(json.Length + serverInfo.Length + 128);
        var separator = "{"u8;
        if (_isLegacy || !_hasType)
            separator = JsonMembers.Write(output, separator, "resultType"u8, "\"complete\""u8);
        if (_isCacheable)
        {
            separator = JsonMembers.Write(output, separator, "cacheScope"u8, "\"private\""u8);
            if (_lifetime != ResultLifetime.Said)
                separator = JsonMembers.Write(
                    output, separator, "ttlMs"u8, _lifetime == ResultLifetime.TooLong ? "300000"u8 : "0"u8);
        }

        var meta = json.Span[_meta];
        if (_isLegacy && !_hasServerInfo)
        {
            var known = meta.IsEmpty ? "{}"u8 : meta;
            separator = JsonMembers.Write(
                output, separator, "_meta"u8, JsonMembers.With(known, ServerInfoKey, serverInfo).Span);
        }
        else
        {
            separator = JsonMembers.Write(output, separator, "_meta"u8, meta);
        }

        var members = new JsonMembers(json.Span);
        while (members.Next())
        {
            if (IsWritten(members))
                continue;

            output.Write(separator);
            output.Write(json.Span[members.Member]);
            separator = ","u8;
        }

        output.Write("}"u8);
        return output.WrittenMemory;
    }

    private bool IsWritten(in JsonMembers member) =>
        (member.Is("resultType"u8) && _isLegacy)
        || (member.Is("cacheScope"u8) && _isCacheable)
        || (member.Is("ttlMs"u8) && _isCacheable && _lifetime != ResultLifetime.Said)
        || member.Is("_meta"u8)
        || (_isLegacy && (member.Is("inputRequests"u8) || member.Is("requestState"u8)));

    private static bool Has(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var members = new JsonMembers(json);
        while (members.Next())
        {
            if (members.Is(name))
                return true;
        }

        return false;
    }
}
