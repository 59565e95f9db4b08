using McpAspire.Gateway.Protocol;
using Microsoft.Net.Http.Headers;

namespace McpAspire.Gateway.Routing;

/// <summary>
/// The response headers that a caller gets. Identity lives on the same public origin: a backend that could set
/// cookies, CORS permissions, redirects or a policy there would act in its name.
/// </summary>
internal static class BackendResponseHeaders
{
    private static readonly string[] Allowed =
    [
        McpHeaders.ProtocolVersion,
        HeaderNames.CacheControl,
        HeaderNames.RetryAfter,
    ];

    public static void Copy(HttpResponseMessage from, HttpResponse to)
    {
        foreach (var name in Allowed)
        {
            if (from.Headers.NonValidated.TryGetValues(name, out var values))
                to.Headers.Append(name, values.ToArray());
        }

        var content = from.Content.Headers;
        if (content.NonValidated.TryGetValues(HeaderNames.Allow, out var allow))
            to.Headers.Allow = allow.ToArray();
        to.ContentLength = content.ContentLength;
        to.ContentType = MediaTypes.PlainOf(from) ?? content.ContentType?.ToString();
        to.Headers.XContentTypeOptions = "nosniff";
    }
}
