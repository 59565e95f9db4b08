using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Bridge.Modern;

/// <summary>The <c>Mcp-Param-*</c> headers of a request (SEP-2243); the server compares them with the arguments.</summary>
internal static class ParameterHeaders
{
    /// <summary>These headers and no others; null for none, which is nearly always so.</summary>
    public static IHeaderDictionary? Of(IHeaderDictionary headers)
    {
        HeaderDictionary? found = null;
        foreach (var (name, value) in headers)
        {
            if (name.StartsWith(McpHeaders.ParameterPrefix, StringComparison.OrdinalIgnoreCase))
                (found ??= [])[name] = value;
        }

        return found;
    }
}
