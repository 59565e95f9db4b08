using Microsoft.AspNetCore;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.Keys;

/// <summary>
/// Lets the key set be kept for less time than a key is published before its first use: nobody who heeds it meets a
/// token whose key they cannot know.
/// </summary>
internal sealed class CacheKeySet(IOptions<KeyRotationOptions> options)
    : IOpenIddictServerHandler<ApplyJsonWebKeySetResponseContext>
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyJsonWebKeySetResponseContext>()
            .UseSingletonHandler<CacheKeySet>()
            .SetOrder(int.MinValue)
            .Build();

    public ValueTask HandleAsync(ApplyJsonWebKeySetResponseContext context)
    {
        // A refusal is of this request, and not what the next one asks for.
        if (context.Error is not null)
            return default;

        var half = options.Value.PublishBefore / 2;
        var lifetime = half < Longest ? half : Longest;
        if (context.Transaction.GetHttpRequest()?.HttpContext.Response is { } response)
            response.Headers.CacheControl = $"public, max-age={(int)lifetime.TotalSeconds}";
        return default;
    }
}
