using McpAspire.Identity.Keys;
using McpAspire.Identity.OAuth.Assertions;
using McpAspire.Identity.OAuth.Device;
using McpAspire.Identity.OAuth.Dpop;
using McpAspire.Identity.OAuth.Exchange;
using McpAspire.Identity.OAuth.Grants;
using McpAspire.Identity.OAuth.Issuer;
using McpAspire.Identity.OAuth.Pushed;
using McpAspire.Identity.OAuth.Refresh;
using McpAspire.Identity.OAuth.Refusals;
using McpAspire.Identity.OAuth.Resources;
using McpAspire.Identity.OAuth.Revocation;
using McpAspire.Identity.OAuth.StepUp;
using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Startup;
using McpAspire.Identity.Storage;
using Microsoft.Extensions.Options;
using OpenIddict.EntityFrameworkCore.Models;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth;

internal static class OAuthExtensions
{
    public static void AddOAuthServer(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSettings<TokenOptions, TokenOptions.Validator>(TokenOptions.Section);
        services.AddSettings<RequestOptions, RequestOptions.Validator>(RequestOptions.Section);
        services.AddSettings<ResourceOptions, ResourceOptionsValidator>(ResourceOptions.Section);
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>, OAuthServerSetup>();
        services.AddSingleton<ScopeCatalog>();
        services.AddSingleton(provider =>
            new KnownResources(provider.GetRequiredService<IOptions<ResourceOptions>>().Value));
        services.AddScoped<RequestRules>();
        services.AddScoped<GrantIdentity>();
        services.AddSingleton<FreshSignIn>();
        services.AddSingleton<SignInDemand>();
        services.AddScoped<AuthorizeEndpoint>();
        services.AddScoped<TokenEndpoint>();
        services.AddScoped<IGrant, UserGrant>();
        services.AddScoped<IGrant, ClientGrant>();
        services.AddScoped<UserInfoEndpoint>();
        services.AddDpop();
        services.AddDeviceFlow();
        services.AddExchange();
        services.AddHostedService<TokenPruning>();
        services.AddRevocation();
        services.AddRefresh();
        services.AddCors();

        services.AddOpenIddict()
            .AddCore(core =>
            {
                core.ReplaceApplicationManager<OpenIddictEntityFrameworkCoreApplication, ClientManager>();
                core.UseEntityFrameworkCore().UseDbContext<IdentityDatabase>();
                core.ReplaceTokenStore<OpenIddictEntityFrameworkCoreToken, TokenStore>();
            })
            .AddServer(server =>
            {
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowRefreshTokenFlow();
                server.AllowClientCredentialsFlow();
                // RFC 9068: the gateway reads access tokens itself, so they are signed and not encrypted.
                server.DisableAccessTokenEncryption();
                // Clients register themselves, so what they may ask for is decided per request, and by the person.
                server.IgnoreScopePermissions().IgnoreResourcePermissions();
                server.DisableResourceValidation();
                AddSteps(server);
                server.UseAspNetCore()
                    .EnableAuthorizationEndpointPassthrough()
                    .EnableTokenEndpointPassthrough()
                    .EnableUserInfoEndpointPassthrough()
                    .EnableStatusCodePagesIntegration()
                    .SuppressJsonResponseIndentation()
                    // PublicOrigin decides about https: TLS ends before this service, and http is for loopback alone.
                    .DisableTransportSecurityRequirement();
            });
    }

    /// <summary>Browser-based clients read these answers; none of them depends on cookies.</summary>
    public static void UseProtocolCors(this WebApplication app) =>
        app.UseWhen(
            context => context.Request.Path.IsProtocol(),
            branch => branch.UseCors(cors => cors.AllowAnyOrigin().AllowAnyHeader()
                .WithMethods(HttpMethods.Get, HttpMethods.Post).WithExposedHeaders("WWW-Authenticate", "DPoP-Nonce")));

    public static void MapOAuth(this WebApplication app)
    {
        AuthorizeEndpoint.Map(app);
        TokenEndpoint.Map(app);
        UserInfoEndpoint.Map(app);
        RevocationListEndpoint.Map(app);
    }

    /// <summary>The rules that this server adds to OpenIddict's own, in the order of a request.</summary>
    private static void AddSteps(OpenIddictServerBuilder server) => server
        .AddDpopSteps()
        .AddDeviceSteps()
        .AddExchangeSteps()
        .AddEventHandler(DescribeServer.Descriptor)
        .AddEventHandler(DescribeAssertions.Descriptor)
        .AddEventHandler(DescribeAcr.Descriptor)
        .AddEventHandler(CacheKeySet.Descriptor)
        .AddEventHandler(SlashlessConfigurationIssuer.Descriptor)
        .AddEventHandler(CheckAssertion.Descriptor)
        .AddEventHandler(AcceptUntypedAssertion.Descriptor)
        .AddEventHandler(UsePublishedKeys.Descriptor)
        .AddEventHandler(SpendAssertion.Descriptor)
        .AddEventHandler(RememberRedirectUri.Descriptor)
        .AddEventHandler(RememberRestoredRedirectUri.Descriptor)
        .AddEventHandler(ValidateRequestForm.Descriptor)
        .AddEventHandler(RefuseRepetition<ValidateTokenRequestContext>.Descriptor)
        .AddEventHandler(RefuseRepetition<ValidatePushedAuthorizationRequestContext>.Descriptor)
        .AddEventHandler(RefuseRepetition<ValidateDeviceAuthorizationRequestContext>.Descriptor)
        .AddEventHandler(ValidateAuthorizationResources.Descriptor)
        .AddEventHandler(ValidateClientLimits.Descriptor)
        .AddEventHandler(IgnoreOfflineAccess.Descriptor)
        .AddEventHandler(ValidatePushedRequest.Descriptor)
        .AddEventHandler(SpendDeniedRequest.Descriptor)
        .AddEventHandler(RestoreRedirectUri.Descriptor)
        .AddEventHandler(AnswerByForm.Descriptor)
        .AddEventHandler(SlashlessResponseIssuer.Descriptor)
        .AddEventHandler(ValidateClientGrant.Descriptor)
        .AddEventHandler(ValidateTokenScopes.Descriptor)
        .AddEventHandler(ValidateTokenResources.Descriptor)
        .AddRefreshSteps()
        .AddEventHandler(NarrowAudience.Descriptor)
        .AddEventHandler(SlashlessTokenIssuer.Descriptor)
        .AddRevocationSteps()
        .AddEventHandler(DropErrorUri.Descriptor)
        .AddEventHandler(DropChallengeErrorUri.Descriptor)
        .AddEventHandler(NameExpiredRequest.Descriptor)
        .AddEventHandler(RecordRefusal.Descriptor);
}
