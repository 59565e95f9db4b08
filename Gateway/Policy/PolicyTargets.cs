using McpAspire.Gateway.Bridge;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Federation.Lists;
using McpAspire.Gateway.Federation.Views;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Policy.Variables;

namespace McpAspire.Gateway.Policy;

/// <summary>Finds what a request acts on, in the names of the server that has it.</summary>
internal sealed class PolicyTargets(IServerDefinitions definitions)
{
    /// <summary>None where nothing has that name; several for an operation on all servers of the federation.</summary>
    public async ValueTask<(IReadOnlyList<PolicyTarget> Targets, RoutedRequest? Routed)> OfAsync(
        McpRequest request, Operation operation)
    {
        var parameters = ParametersOf(request);
        if (request.View is not { } view)
            return (await OneAsync(request, operation, request.Server, operation.Name, parameters), null);
        var routed = request is { Message: { } message, Body: { } body }
            ? await view.RouteAsync(Principal.CallerOf(request), message, body.Bytes, request.Http.RequestAborted)
            : null;
        if (operation.Kind == TargetKind.Server)
            return ([.. view.Servers.Select(server => new PolicyTarget(server, TargetKind.Server, ""))], routed);
        if (routed is null)
            return ([], null);

        var name = routed.Target ?? CompletionReference.Find(routed.Parameters.Span)?.Text ?? "";
        return (await OneAsync(request, operation, routed.Server, name, routed.Parameters), routed);
    }

    private static ReadOnlyMemory<byte> ParametersOf(McpRequest request) =>
        request is { Message: { } message, Body: { } body } ? body.Bytes[message.Content] : default;

    /// <summary>
    /// What is hidden takes as long as what does not exist, for which the server's list is looked at once more.
    /// </summary>
    public ValueTask LookAgainAsync(PolicyTarget target, CancellationToken cancellationToken) =>
        ListOf(target.Kind) is { } kind
            ? definitions.LookAgainAsync(target.Server, kind, cancellationToken)
            : ValueTask.CompletedTask;

    private async ValueTask<IReadOnlyList<PolicyTarget>> OneAsync(
        McpRequest request, Operation operation, McpServer server, string name, ReadOnlyMemory<byte> parameters)
    {
        var target = new PolicyTarget(server, operation.Kind!.Value, name) { Parameters = parameters };
        if (ListOf(target.Kind) is not { } kind)
            return [target];

        var found = await definitions.FindAsync(server, kind, name, request.Http.RequestAborted);
        if (found is { IsListed: false })
            return [];

        return [target with { Definition = found?.Json ?? default, Labels = ToolLabels.Of(server, kind, name) }];
    }

    private static ListKind? ListOf(TargetKind kind) => kind switch
    {
        TargetKind.Tool => ListKind.Tools,
        TargetKind.Prompt => ListKind.Prompts,
        _ => null,
    };
}
