using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream.Transport;

namespace McpAspire.Gateway.Upstream.Modern;

/// <summary>A POST whose headers repeat its body, as the revision demands (SEP-2243).</summary>
internal static class ModernRequest
{
    public static HttpRequestMessage Create(UpstreamCall call, PooledBody text)
    {
        var request = new HttpRequestMessage { Method = HttpMethod.Post, Content = new PooledContent(text) };
        var headers = request.Headers;
        headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        headers.TryAddWithoutValidation(McpHeaders.ProtocolVersion, ProtocolVersion.Modern);
        headers.TryAddWithoutValidation(McpHeaders.Method, HeaderEncoding.Encode(call.Method));
        if (call.Target is { } target)
            headers.TryAddWithoutValidation(McpHeaders.Name, HeaderEncoding.Encode(target));
        if (call.ParameterHeaders is { } parameters)
            AddParameters(request, parameters);
        return request;
    }

    private static void AddParameters(HttpRequestMessage request, IHeaderDictionary parameters)
    {
        foreach (var (name, values) in parameters)
        {
            if (!name.StartsWith(McpHeaders.ParameterPrefix, StringComparison.OrdinalIgnoreCase))
                continue;

            // They have been judged where they came in; what is no header value is left out, and the server says so.
            var value = values.ToString();
            if (!value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
                request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
