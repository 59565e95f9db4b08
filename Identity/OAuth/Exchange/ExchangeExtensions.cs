using McpAspire.Identity.OAuth.Exchange.Enterprise;
using McpAspire.Identity.OAuth.Exchange.Trust;
using McpAspire.Identity.OAuth.Grants;
using McpAspire.Identity.Startup;
using Microsoft.Extensions.Options;
using OpenIddict.Server;

namespace McpAspire.Identity.OAuth.Exchange;

internal static class ExchangeExtensions
{
    public static void AddExchange(this IServiceCollection services)
    {
        services.AddSettings<TrustedIssuersOptions, TrustedIssuersValidator>(TrustedIssuersOptions.Section);
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>, ExchangeSetup>();
        services.AddSingleton<IssuerKeySource>();
        services.AddSingleton<IssuerKeys>();
        services.AddSingleton<IdentityAssertionCheck>();
        services.AddSingleton<IdentityAssertionReplays>();
        services.AddScoped<IdentitySubjects>();
        services.AddScoped<SubjectMemory>();
        services.AddSingleton<ExchangeRange>();
        services.AddScoped<IGrant, IdentityAssertionGrant>();
        services.AddScoped<IGrant, TokenExchangeGrant>();
    }

    /// <summary>The steps in the order of a request.</summary>
    public static OpenIddictServerBuilder AddExchangeSteps(this OpenIddictServerBuilder server) => server
        .AddEventHandler(DescribeIdentityAssertions.Descriptor)
        .AddEventHandler(PrepareExchangedToken.Descriptor)
        .AddEventHandler(DescribeExchanged.Descriptor)
        .AddEventHandler(NameBadSubjectToken.Descriptor);
}
