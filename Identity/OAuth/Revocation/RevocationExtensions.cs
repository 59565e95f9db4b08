using McpAspire.Identity.Startup;

namespace McpAspire.Identity.OAuth.Revocation;

internal static class RevocationExtensions
{
    public static void AddRevocation(this IServiceCollection services)
    {
        services.AddSettings<GatewayOptions, GatewayOptions.Validator>(GatewayOptions.Section);
        services.AddScoped<RevokedTokens>();
        services.AddScoped<RevocationListEndpoint>();
        services.AddScoped<TokenFamily>();
    }

    public static OpenIddictServerBuilder AddRevocationSteps(this OpenIddictServerBuilder server) => server
        .AddEventHandler(RevokeOwnToken.Descriptor)
        .AddEventHandler(ValidateIntrospectionCaller.Descriptor);
}
