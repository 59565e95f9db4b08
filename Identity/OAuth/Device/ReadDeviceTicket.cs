using Microsoft.AspNetCore;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Device;

/// <summary>
/// Puts the code of the ticket where OpenIddict looks for it. A code that the browser brings itself is dropped: nobody
/// asked how many were tried before it.
/// </summary>
internal sealed class ReadDeviceTicket(DeviceTickets tickets, UserCodes codes)
    : IOpenIddictServerHandler<ExtractEndUserVerificationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ExtractEndUserVerificationRequestContext>()
            .UseScopedHandler<ReadDeviceTicket>()
            .SetOrder(int.MaxValue - 1000)
            .Build();

    public async ValueTask HandleAsync(ExtractEndUserVerificationRequestContext context)
    {
        if (context.Request is not { } request || context.Transaction.GetHttpRequest() is not { } http)
            return;

        var code = tickets.Open(http.Query[DeviceTickets.Parameter])?.Code;
        request.UserCode = code is not null
            && await codes.AwaitsAnswerAsync(code, context.CancellationToken)
            && (!HttpMethods.IsPost(http.Method) || await codes.TryAnswerAsync(code))
                ? code
                : null;
    }
}
