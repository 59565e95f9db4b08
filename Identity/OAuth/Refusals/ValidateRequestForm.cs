using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Refusals;

/// <summary>
/// Refuses authorization requests of a wrong form, as soon as it is known where to. Pushed ones were looked at when
/// they came.
/// </summary>
internal sealed class ValidateRequestForm : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateAuthorizationRequestContext>()
            .UseSingletonHandler<ValidateRequestForm>()
            .SetOrder(RememberRedirectUri.Descriptor.Order + 1)
            .Build();

    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        if (RequestForm.ProblemOf(context.Request) is { } problem)
            context.Reject(problem.Error, problem.Description);
        return default;
    }
}
