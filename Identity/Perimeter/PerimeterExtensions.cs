using System.Net;
using McpAspire.Identity.Startup;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Perimeter;

internal static class PerimeterExtensions
{
    /// <summary>Forms and token requests are small; nobody has a reason to send more.</summary>
    private const int MaxBodyBytes = 64 * 1024;

    public static void AddPerimeter(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });

        builder.Services.AddSettings<PerimeterOptions, PerimeterOptionsValidator>(PerimeterOptions.Section);
        builder.Services.AddSingleton(services =>
        {
            var value = services.GetRequiredService<IOptions<PerimeterOptions>>().Value.PublicOrigin ?? string.Empty;
            return PublicOrigin.TryParse(value, out var origin, out var problem)
                ? origin
                : throw new InvalidOperationException($"Identity:PublicOrigin is '{value}', {problem}.");
        });
        builder.Services.AddSingleton<AllowedHosts>();

        // ASPNETCORE_FORWARDEDHEADERS_ENABLED, which publishing sets, makes ASP.NET Core believe every peer. The shared
        // options are emptied so that only the middleware below, which knows whom to trust, has a say.
        builder.Services.PostConfigure<ForwardedHeadersOptions>(
            shared => shared.ForwardedHeaders = ForwardedHeaders.None);
    }

    /// <summary>Comes before everything that may answer, refusals included.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.UseMiddleware<SecurityHeadersMiddleware>();

    /// <summary>The outer layers, in the order in which a request meets them.</summary>
    public static void UsePerimeter(this WebApplication app)
    {
        app.UseForwardedHeaders(TrustedProxies(app.Services.GetRequiredService<IOptions<PerimeterOptions>>().Value));
        app.UseMiddleware<PublicOriginMiddleware>();
    }

    private static ForwardedHeadersOptions TrustedProxies(PerimeterOptions options)
    {
        var proxies = options.KnownProxies.Where(proxy => !string.IsNullOrWhiteSpace(proxy)).ToList();
        var trusted = new ForwardedHeadersOptions
        {
            // Scheme and host are configuration; the address of the client is all that a proxy has to tell.
            ForwardedHeaders = proxies.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor,
            ForwardLimit = null,
        };
        trusted.KnownProxies.Clear();
        trusted.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
                trusted.KnownProxies.Add(address);
            else
                trusted.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
        }

        return trusted;
    }
}
