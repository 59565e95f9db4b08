using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge;

/// <summary>
/// Finds out who answers a request: the backend itself where it speaks the client's era, so that not a byte has to
/// change on the way; the bridge otherwise, for the federation, and where tools are hidden or renamed.
/// </summary>
internal sealed class EraStage(McpServerCatalogue catalogue, IServerViews views, IUpstreams upstreams) : IMcpStage
{
    public ValueTask<StageResult> InvokeAsync(McpRequest request)
    {
        if (ReferenceEquals(request.Server, catalogue.Federation))
            return Bridge(request, views.Federation);
        if (HasToolRules(request.Server.Options))
            return Bridge(request, views.Of(request.Server));
        if (SaysOf(request.Server.Options.Era, request.Era) is { } speaks)
            return speaks ? StageResult.Continue : Bridge(request, views.Of(request.Server));

        // Known before all but the first request to a server; nothing waits here then.
        var described = upstreams.Of(request.Server).DescribeAsync(request.Http.RequestAborted);
        return described.IsCompletedSuccessfully ? Decide(request, described.Result) : DecideAsync(request, described);
    }

    /// <summary>A tool that is denied must be so for clients of every era, and what passes through is not looked at.</summary>
    private static bool HasToolRules(ServerOptions options) =>
        options.AllowTools.Length > 0 || options.DenyTools.Length > 0 || options.Tools.Count > 0;

    /// <summary>What the operator says is not asked for; null where it has to be.</summary>
    private static bool? SaysOf(ServerEra declared, McpEra era) => declared switch
    {
        ServerEra.Both => true,
        ServerEra.Legacy => era == McpEra.Legacy,
        ServerEra.Modern => era == McpEra.Modern,
        _ => null,
    };

    private StageResult Decide(McpRequest request, UpstreamDescription server) =>
        server.Speaks(request.Era) ? StageResult.Continue : Bridge(request, views.Of(request.Server));

    private async ValueTask<StageResult> DecideAsync(McpRequest request, ValueTask<UpstreamDescription> described)
    {
        try
        {
            return Decide(request, await described);
        }
        catch (UpstreamException)
        {
            // What is wrong with the server shows when the request reaches it, or does not.
            return StageResult.Continue;
        }
    }

    private static StageResult Bridge(McpRequest request, IServerView view)
    {
        request.View = view;
        return StageResult.Continue;
    }
}
