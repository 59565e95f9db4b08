using McpAspire.Gateway.Federation.Results.Streaming;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Bridge.Modern;

/// <summary>
/// The same for a result of a server of 2026-07-28 that comes piece by piece as <see cref="ModernResult"/> for one that
/// is there. Questions never do.
/// </summary>
internal sealed class LargeResultRules(string method) : IResultRules
{
    private readonly bool _isCacheable = method == McpMethods.ResourcesRead;
    private bool _hasType;
    private bool _hasLifetime;

    public MemberFate Judge(ReadOnlySpan<byte> name, byte first)
    {
        if (name.SequenceEqual("resultType"u8))
        {
            _hasType = true;
            return first == (byte)'"' ? MemberFate.Inspect : MemberFate.Keep;
        }

        if (name.SequenceEqual("inputRequests"u8) || name.SequenceEqual("requestState"u8))
            return MemberFate.Refuse;
        if (name.SequenceEqual("_meta"u8) && first != (byte)'{')
            return MemberFate.Drop;
        if (!_isCacheable)
            return MemberFate.Keep;
        if (name.SequenceEqual("cacheScope"u8))
            return MemberFate.Drop;
        if (!name.SequenceEqual("ttlMs"u8))
            return MemberFate.Keep;

        _hasLifetime = first is (byte)'-' or (>= (byte)'0' and <= (byte)'9');
        return _hasLifetime ? MemberFate.Keep : MemberFate.Drop;
    }

    public MemberFate Inspected(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var type = new System.Text.Json.Utf8JsonReader(value);
        type.Read();
        return type.ValueTextEquals("input_required"u8) ? MemberFate.Refuse : MemberFate.Keep;
    }

    public ReadOnlySpan<byte> Missing() => (_hasType, _isCacheable, _hasLifetime) switch
    {
        (true, false, _) => default,
        (false, false, _) => ",\"resultType\":\"complete\""u8,
        (true, true, true) => ",\"cacheScope\":\"private\""u8,
        (true, true, false) => ",\"cacheScope\":\"private\",\"ttlMs\":0"u8,
        (false, true, true) => ",\"resultType\":\"complete\",\"cacheScope\":\"private\""u8,
        (false, true, false) => ",\"resultType\":\"complete\",\"cacheScope\":\"private\",\"ttlMs\":0"u8,
    };
}
