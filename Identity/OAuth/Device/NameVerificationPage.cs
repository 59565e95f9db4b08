using McpAspire.Identity.Perimeter;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Device;

/// <summary>
/// RFC 8628, section 3.2: sends people to the page for codes, not to the one after it, which OpenIddict knows of.
/// </summary>
internal sealed class NameVerificationPage(PublicOrigin origin)
    : IOpenIddictServerHandler<ApplyDeviceAuthorizationResponseContext>
{
    private const string IntervalParameter = "interval";

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyDeviceAuthorizationResponseContext>()
            .UseSingletonHandler<NameVerificationPage>()
            .SetOrder(int.MinValue)
            .Build();

    public ValueTask HandleAsync(ApplyDeviceAuthorizationResponseContext context)
    {
        if (context.Response.UserCode is not { } code)
            return default;

        var page = origin.Absolute(DevicePaths.Entry);
        context.Response.VerificationUri = page;
        context.Response.VerificationUriComplete = page + QueryString.Create(DevicePaths.CodeParameter, code);
        context.Response[IntervalParameter] = new OpenIddictParameter((long)DevicePolling.Interval.TotalSeconds);
        return default;
    }
}
