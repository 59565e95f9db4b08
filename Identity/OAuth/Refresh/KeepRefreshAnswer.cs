using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Refresh;

/// <summary>Keeps the answer to a refresh for whoever did not get to read it.</summary>
internal sealed class KeepRefreshAnswer(RefreshAnswers answers) : IOpenIddictServerHandler<ApplyTokenResponseContext>
{
    /// <summary>After everything that writes into the answer, and before it is sent.</summary>
    private const int Order = 50_000;

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyTokenResponseContext>()
            .UseSingletonHandler<KeepRefreshAnswer>()
            .SetOrder(Order)
            .Build();

    public async ValueTask HandleAsync(ApplyTokenResponseContext context)
    {
        if (string.IsNullOrEmpty(context.Response.Error)
            && context.Transaction.GetProperty<RefreshRetry>(RefreshRetry.Property) is { } retry)
        {
            await answers.KeepAsync(retry, context.Response);
        }
    }
}
