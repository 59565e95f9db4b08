using McpAspire.Gateway.Authentication.Dpop;
using McpAspire.Gateway.Authentication.Revocations;
using McpAspire.Gateway.Sessions;

namespace McpAspire.Gateway.Authentication;

/// <summary>Registers what the bearer stage needs.</summary>
internal static class AuthenticationExtensions
{
    public static void AddBearerAuthentication(this IServiceCollection services)
    {
        services.AddHttpClient(SigningKeys.ClientName, client => client.Timeout = TimeSpan.FromSeconds(5))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // A redirect would let the answer come from where nobody configured it to.
                AllowAutoRedirect = false,
                ConnectTimeout = TimeSpan.FromSeconds(2),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            });
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<TokenCache>();
        services.AddRevocations();
        services.AddSingleton<AccessTokenValidator>();
        services.AddSingleton<IProofReplayStore>(provider => provider.GetRequiredService<ISharedState>() is RedisState shared
            ? new SharedProofReplays(shared)
            : new ProofReplaysInMemory(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ProofOfPossession>();
        services.AddSingleton<BearerStage>();
        services.AddHostedService<SigningKeysRefresh>();
        services.AddHealthChecks().AddCheck<SigningKeysHealthCheck>("signing-keys");
    }
}
