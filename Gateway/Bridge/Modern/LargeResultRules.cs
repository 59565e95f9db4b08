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
    private ResultLifetime _lifetime;

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

        return first is >= (byte)'0' and <= (byte)'9' ? MemberFate.Inspect : MemberFate.Drop;
    }

    public MemberFate Inspected(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("ttlMs"u8))
        {
            _lifetime = ResultLifetimes.Read(value);
            return _lifetime == ResultLifetime.Said ? MemberFate.Keep : MemberFate.Drop;
        }

        var type = new System.Text.Json.Utf8JsonReader(value);
        type.Read();
        return type.ValueTextEquals("input_required"u8) ? MemberFate.Refuse : MemberFate.Keep;
    }

    public ReadOnlySpan<byte> Missing() => (_hasType, _isCacheable, _lifetime) switch
    {
        (true, false, _) => default,
        (false, false, _) => ",\"resultType\":\"complete\""u8,
        (true, true, ResultLifetime.Said) => ",\"cacheScope\":\"private\""u8,
        (true, true, ResultLifetime.None) => ",\"cacheScope\":\"private\",\"ttlMs\":0"u8,
        (false, true, ResultLifetime.Said) => ",\"resultType\":\"complete\",\"cacheScope\":\"private\""u8,
        (false, true, ResultLifetime.None) =>
            ",\"resultType\":\"complete\",\"cacheScope\":\"private\",\"ttlMs\":0"u8,
        (true, true, _) => ",\"cacheScope\":\"private\",\"ttlMs\":300000"u8,
        (false, true, _) => ",\"resultType\":\"complete\",\"cacheScope\":\"private\",\"ttlMs\":300000"u8,
    };
}
