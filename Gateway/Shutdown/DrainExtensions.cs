using System.Globalization;
using McpAspire.Gateway.Configuration;
using Microsoft.Net.Http.Headers;

namespace McpAspire.Gateway.Shutdown;

/// <summary>Registers the order of leaving.</summary>
internal static class DrainExtensions
{
    public static void AddDrain(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Drain>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Drain>());
        builder.Services.AddHealthChecks().AddCheck<DrainHealthCheck>("drain");

        // The host reads its own limit before the options are validated; what is wrong here stops the start later.
        var defaults = new McpOptions();
        var delay = Read(builder.Configuration, nameof(McpOptions.DrainDelay)) ?? defaults.DrainDelay;
        var timeout = Read(builder.Configuration, nameof(McpOptions.DrainTimeout)) ?? defaults.DrainTimeout;
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = delay + timeout);
    }

    /// <summary>
    /// While the gateway is leaving, answers end their connections: a balancer that keeps some open opens the next
    /// ones elsewhere.
    /// </summary>
    public static void UseDrain(this WebApplication app)
    {
        var drain = app.Services.GetRequiredService<Drain>();
        app.Use((http, next) =>
        {
            if (drain.IsLeaving && HttpProtocol.IsHttp11(http.Request.Protocol))
                http.Response.Headers[HeaderNames.Connection] = "close";
            return next(http);
        });
    }

    private static TimeSpan? Read(IConfiguration configuration, string name) =>
        TimeSpan.TryParse(
            configuration[$"{McpOptions.Section}:{name}"], CultureInfo.InvariantCulture, out var value)
        && value >= TimeSpan.Zero && value <= TimeSpan.FromHours(1)
            ? value
            : null;
}
