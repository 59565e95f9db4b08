using McpAspire.Gateway.Authentication;
using McpAspire.Gateway.Bridge;
using McpAspire.Gateway.Bridge.Modern;
using McpAspire.Gateway.Bridge.Modern.Listen;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Policy.Decisions;
using McpAspire.Gateway.Policy.Variables;
using McpAspire.Gateway.Protocol;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Policy;

/// <summary>
/// Asks the policy about what a request does, in the names of the server that would execute it; a list is judged item by
/// item on its way back.
/// </summary>
internal sealed class PolicyStage(
    PolicySource policy, PolicyTargets targets, IOptions<McpOptions> options, TimeProvider time) : IMcpStage
{
    private readonly Challenge _challenge = new(options.Value.Authorization.Scope);

    public ValueTask<StageResult> InvokeAsync(McpRequest request)
    {
        var rules = policy.Current;
        if (rules.AllowsEverything)
            return StageResult.Continue;

        var operation = Operation.Of(request);
        var subject = PolicySubject.Of(request, request.Caller!, time.GetUtcNow());
        var context = new PolicyContext(rules, subject, operation.Method);
        request.Policy = context;
        if (operation.Kind is null)
        {
            request.View = request.View is { } view ? new PolicyView(view, context, routed: null) : null;
            return StageResult.Continue;
        }

        return JudgeAsync(request, operation, context);
    }

    private async ValueTask<StageResult> JudgeAsync(McpRequest request, Operation operation, PolicyContext context)
    {
        var (found, routed) = await targets.OfAsync(request, operation);
        if (request.View is { } view)
            request.View = new PolicyView(view, context, routed);

        if (request.View is null && Listening(request, context) is { } refusal)
            return refusal;

        // What nobody has is answered like what is hidden, by the same code and after the same look-up.
        if (found.Count == 0)
            return PolicyRefusals.Hidden(request, operation);

        var decision = Best(context, found);
        request.Decision = decision;
        request.Target = found[0];
        if (decision.Effect == DecisionEffect.Deny)
            await targets.LookAgainAsync(found[0], request.Http.RequestAborted);
        return decision.Effect switch
        {
            DecisionEffect.Allow => StageResult.Continue,
            DecisionEffect.StepUp => _challenge.StepUp(request.Server, context.Subject.Scopes, decision.Missing),
            _ => PolicyRefusals.Hidden(request, operation),
        };
    }

    /// <summary>A stream over which a backend itself tells of resources: all of them must be allowed.</summary>
    private static Refusal? Listening(McpRequest request, PolicyContext context)
    {
        if (request.Message is not { Method: McpMethods.SubscriptionsListen } message)
            return null;

        var notifications = JsonMembers.Find(request.Body!.Bytes[message.Content], "notifications"u8);
        if (ListenFilter.Read(notifications.Span) is not { } filter)
            return ModernRefusals.BadFilter;

        return filter.ResourceUris.All(uri =>
            context.Decide(new PolicyTarget(request.Server, TargetKind.Resource, uri)).IsAllowed)
            ? null
            : ModernRefusals.UnknownResource with { Reason = PolicyRefusals.Reason };
    }

    /// <summary>An operation on all servers is allowed where it is for one of them; that one alone then does it.</summary>
    private static Decision Best(PolicyContext context, IReadOnlyList<PolicyTarget> targets)
    {
        var best = default(Decision);
        foreach (var target in targets)
        {
            var decision = context.Decide(target);
            if (decision.IsAllowed)
                return decision;
            if (best.Rule is null || decision.Effect == DecisionEffect.StepUp)
                best = decision;
        }

        return best;
    }
}
