using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>For whom the gateway reads lists and hears of their changes: for itself, in the server's own era.</summary>
internal static class CatalogueCaller
{
    private const string Key = "catalogue";
    private static readonly UpstreamCaller Modern = new(Key, McpEra.Modern, default, default);
    private static readonly UpstreamCaller Legacy = new(Key, McpEra.Legacy, default, default);

    public static UpstreamCaller For(UpstreamDescription description) => description.IsModern ? Modern : Legacy;
}
