using System.Net;
using McpAspire.Gateway.Configuration.Reload;
using McpAspire.Gateway.Perimeter;
using McpAspire.Gateway.Policy;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Configuration;

/// <summary>Reads the section <c>Mcp</c> and applies the part of it that concerns the listener.</summary>
internal static partial class ConfigurationExtensions
{
    public static void AddMcpConfiguration(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IConfigureOptions<McpOptions>, McpOptionsBinding>();
        builder.Services.AddSingleton<IValidateOptions<McpOptions>, McpOptionsValidator>();
        builder.Services.AddOptions<McpOptions>().ValidateOnStart();
        builder.Services.AddSingleton<McpServerCatalogue>();
        builder.Services.AddSingleton<PolicySource>();
        builder.AddServersReload();
    }

    /// <summary>
    /// What the listener itself gives away and waits for. The limit on bodies is a matter of the stage that reads
    /// them; no other endpoint does.
    /// </summary>
    public static void AddListenerLimits(this WebApplicationBuilder builder)
    {
        // RFC 9112 section 2.2 lets a recipient take a bare LF for the end of a line, and proxies in front differ in it.
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", true);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            // What nobody reads is thrown away for some seconds after the answer (RFC 9112 section 9.6). A limit here
            // would reset the connection instead, and the client would not hear that it sent too much.
            kestrel.Limits.MaxRequestBodySize = null;
        });
    }

    /// <summary>
    /// Believes X-Forwarded-For from the configured proxies, for logs and limits. The forwarded host and scheme are
    /// never used: whatever names this gateway is built from the public origin.
    /// </summary>
    public static void UseKnownProxies(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<IOptions<McpOptions>>().Value.KnownProxies;
        if (proxies.Length == 0)
            return;

        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            forwarded.KnownIPNetworks.Add(IPAddress.TryParse(proxy, out var address)
                ? new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8)
                : System.Net.IPNetwork.Parse(proxy));
        }

        var tailnet = new TailnetCallers([.. forwarded.KnownIPNetworks]);
        app.Use(next => http => tailnet.NoteProxyAsync(http, next));
        app.UseForwardedHeaders(forwarded);
        app.Use(next => http => TailnetCallers.NoteCallerAsync(http, next));
    }

    /// <summary>One line for each wrong setting, where a stack trace would hide them.</summary>
    public static void ConfigurationIsWrong(this ILogger logger, OptionsValidationException exception) =>
        logger.LogConfigurationIsWrong(Environment.NewLine + string.Join(Environment.NewLine, exception.Failures));

    [LoggerMessage(LogLevel.Critical, "The gateway cannot start: {Problem} Stop what listens there or change the port")]
    public static partial void AddressIsInUse(this ILogger logger, string problem);

    [LoggerMessage(LogLevel.Critical, "The gateway cannot start; its configuration is wrong:{Failures}")]
    private static partial void LogConfigurationIsWrong(this ILogger logger, string failures);
}
