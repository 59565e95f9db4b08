using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Refusals;

/// <summary>Refuses requests of the back channel that name a parameter twice (RFC 6749, section 3.2).</summary>
internal sealed class RefuseRepetition<TContext> : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    private const int First = int.MinValue + 50_000;

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<TContext>()
            .UseSingletonHandler<RefuseRepetition<TContext>>()
            .SetOrder(First)
            .Build();

    public ValueTask HandleAsync(TContext context)
    {
        if (context.Transaction.Request is { } request && RequestForm.RepetitionIn(request) is { } problem)
            context.Reject(problem.Error, problem.Description);
        return default;
    }
}
