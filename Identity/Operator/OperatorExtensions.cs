using McpAspire.Identity.Startup;

namespace McpAspire.Identity.Operator;

internal static class OperatorExtensions
{
    private const string DefaultUrl = "http://localhost:5000";

    public static void AddOperator(this WebApplicationBuilder builder)
    {
        var port = builder.Configuration[OperatorOptions.PortVariable];
        builder.Services.AddSettings<OperatorOptions, OperatorOptionsValidator>(OperatorOptions.Section)
            .Configure(options => options.Port = port);

        if (new OperatorOptions { Port = port }.PortNumber is { } number)
            builder.WebHost.UseUrls([.. PublicUrls(builder.Configuration), OperatorUrl(builder.Configuration, number)]);
    }

    public static void UseOperatorListener(this WebApplication app) => app.UseMiddleware<OperatorListenerMiddleware>();

    public static void MapOperator(this WebApplication app) => OperatorEndpoints.Map(app);

    /// <summary>
    /// The listener binds where the public one does: to loopback on a machine, to all addresses in a container.
    /// </summary>
    private static string OperatorUrl(IConfiguration configuration, int port)
    {
        var first = BindingAddress.Parse(PublicUrls(configuration)[0]);
        return $"http://{first.Host}:{port}";
    }

    private static string[] PublicUrls(IConfiguration configuration)
    {
        const StringSplitOptions Trim = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        if (configuration[WebHostDefaults.ServerUrlsKey]?.Split(';', Trim) is { Length: > 0 } urls)
            return urls;
        return configuration["http_ports"]?.Split(';', Trim) is { Length: > 0 } ports
            ? [.. ports.Select(port => $"http://*:{port}")]
            : [DefaultUrl];
    }
}
