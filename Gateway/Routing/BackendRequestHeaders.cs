using System.Collections.Frozen;
using McpAspire.Gateway.Protocol;
using Microsoft.Net.Http.Headers;

namespace McpAspire.Gateway.Routing;

/// <summary>
/// The request headers that a backend gets: a list of what the transport needs, not of what is dangerous. What a
/// backend or the framework under it takes for an identity (Authorization, Cookie, X-Forwarded-*, Forwarded, X-User,
/// Remote-User, Tailscale-User-Login, the next vendor's) cannot be listed completely, so none of it passes.
/// User-Agent and Accept-Language stay away as well: a server that knows who asks can answer each one differently.
/// Without Accept-Encoding answers come in clear, as the gateway has to read them.
/// </summary>
internal static class BackendRequestHeaders
{
    private static readonly FrozenSet<string> Allowed = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        HeaderNames.Accept,
        McpHeaders.ProtocolVersion,
        McpHeaders.SessionId,
        McpHeaders.LastEventId,
        McpHeaders.Method,
        McpHeaders.Name,
        HeaderNames.TraceParent,
        HeaderNames.TraceState,
        HeaderNames.Baggage);

    private static bool IsAllowed(string name) =>
        Allowed.Contains(name) || name.StartsWith(McpHeaders.ParameterPrefix, StringComparison.OrdinalIgnoreCase);

    public static void Copy(IHeaderDictionary from, HttpRequestMessage to)
    {
        foreach (var (name, values) in from)
        {
            if (!IsAllowed(name))
                continue;
            if (values.Count == 1)
                to.Headers.TryAddWithoutValidation(name, values[0]);
            else
                to.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        if (to.Content is not { } content)
            return;

        content.Headers.TryAddWithoutValidation(HeaderNames.ContentType, "application/json");
        content.Headers.ContentLength = from.ContentLength;
    }
}
