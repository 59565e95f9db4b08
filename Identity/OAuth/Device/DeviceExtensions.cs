using Microsoft.Extensions.Options;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;

namespace McpAspire.Identity.OAuth.Device;

internal static class DeviceExtensions
{
    public static void AddDeviceFlow(this IServiceCollection services)
    {
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>, DeviceServerSetup>();
        services.AddSingleton<IConfigureOptions<OpenIddictServerAspNetCoreOptions>, DeviceServerSetup>();
        services.AddSingleton<DevicePolling>();
        services.AddSingleton<DeviceTickets>();
        services.AddSingleton<UserCodeLimit>();
        services.AddScoped<UserCodes>();
        services.AddScoped<DeviceGrants>();
    }

    /// <summary>The steps in the order of the flow.</summary>
    public static OpenIddictServerBuilder AddDeviceSteps(this OpenIddictServerBuilder server) => server
        .AddEventHandler(ValidateDeviceRequest.Descriptor)
        .AddEventHandler(WriteDeviceRequest.Descriptor)
        .AddEventHandler(NameVerificationPage.Descriptor)
        .AddEventHandler(ReadDeviceTicket.Descriptor)
        .AddEventHandler(PaceDevice.Descriptor);
}
