namespace McpAspire.Gateway.Authentication.Revocations;

internal static class RevocationsExtensions
{
    public static void AddRevocations(this IServiceCollection services)
    {
        services.AddHttpClient(RevocationList.ClientName, client => client.Timeout = TimeSpan.FromSeconds(2))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // A redirect would carry the key, and let the answer come, from where nobody configured it to.
                AllowAutoRedirect = false,
                ConnectTimeout = TimeSpan.FromSeconds(1),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            });
        services.AddSingleton<LiveStreams>();
        services.AddSingleton<RevocationList>();
        services.AddHostedService<RevocationsPoll>();
        services.AddHealthChecks().AddCheck<RevocationsHealthCheck>("revocations");
    }
}
