using McpAspire.Identity.Outbound;
using McpAspire.Identity.Startup;
using Microsoft.Extensions.Options;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.Clients.Documents;

internal static class DocumentsExtensions
{
    public static void AddClientDocuments(this IServiceCollection services)
    {
        services.AddSettings<DocumentOptions, DocumentOptionsValidator>(DocumentOptions.Section);
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<DocumentOptions>>().Value;
            return new DocumentFetcher(
                OutboundHttp.NewClient(options.ToRules(), options.TrustedAuthorities),
                provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<DocumentRules>();
        services.AddSingleton<DocumentReader>();
        services.AddSingleton<DocumentCache>();
        services.AddSingleton<ClientDocuments>();
        services.AddScoped<DocumentStore>();
        services.AddScoped<DocumentLimit>();
        services.AddHostedService<UnusedDocuments>();
        services.AddOpenIddict().AddServer(server => server
            .AddEventHandler(DescribeDocuments.Descriptor)
            .AddEventHandler(ResolveDocument<ValidateAuthorizationRequestContext>.Descriptor)
            .AddEventHandler(ResolveDocument<ValidatePushedAuthorizationRequestContext>.Descriptor)
            .AddEventHandler(ResolveDocument<ValidateDeviceAuthorizationRequestContext>.Descriptor)
            .AddEventHandler(ResolveDocument<ValidateTokenRequestContext>.Descriptor));
    }
}
