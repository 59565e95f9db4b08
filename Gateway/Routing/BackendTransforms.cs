using System.Runtime.CompilerServices;
using McpAspire.Gateway.Authentication.Revocations;
using McpAspire.Gateway.Inspection;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Policy.Lists;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Routing.EventStreams;
using McpAspire.Gateway.Sessions;
using McpAspire.Gateway.Shutdown;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace McpAspire.Gateway.Routing;

/// <summary>What changes between the two legs of a request. Nothing is copied that is not named.</summary>
internal sealed class BackendTransforms(
    Drain drain,
    KeepAlive keepAlive,
    RevocationList revocations,
    PassThroughSessions sessions,
    AnswerInspection inspection) : ITransformProvider
{
    /// <summary>Of each destination, parsed once, for as long as there is the destination.</summary>
    private static readonly ConditionalWeakTable<string, Uri> Addresses = [];

    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context)
    {
        context.CopyRequestHeaders = false;
        context.CopyResponseHeaders = false;
        context.CopyResponseTrailers = false;
        context.UseDefaultForwarders = false;
        context.AddRequestTransform(ToBackend);
        context.AddResponseTransform(ToCallerAsync);
    }

    private static ValueTask ToBackend(RequestTransformContext context)
    {
        // The destination is the MCP endpoint itself. Path and query of the caller's URL end at the gateway.
        context.ProxyRequest.RequestUri = Addresses.GetValue(context.DestinationPrefix, static address => new Uri(address));
        BackendRequestHeaders.Copy(context.HttpContext.Request.Headers, context.ProxyRequest);
        return default;
    }

    private async ValueTask ToCallerAsync(ResponseTransformContext context)
    {
        if (context.ProxyResponse is not { } answer)
            return;

        var http = context.HttpContext;
        var request = http.Features.GetRequiredFeature<McpRequest>();
        if (await JudgeAsync(request, answer) is { } fault)
        {
            request.BackendFault = fault;
            context.SuppressResponseBody = true;
            return;
        }

        BackendResponseHeaders.Copy(answer, http.Response);
        var isStream = BackendFaults.IsEventStream(answer);
        context.SuppressResponseBody = !inspection.Attach(request, answer, IsStanding(http));
        if (ListAnswers.Filter(request, answer, isStream, inspection.MaxListBytes) || isStream || context.SuppressResponseBody)
            http.Response.ContentLength = null;
        if (context.SuppressResponseBody)
            http.Response.ContentType = null;
        if (!isStream || context.SuppressResponseBody)
            return;

        // Proxies on the way (nginx and those that follow its convention) must not gather events. The headers leave
        // now: the proxy engine would hold them back until the first event, which may be hours away.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        if (IsStanding(http))
            http.Response.RegisterForDispose(drain.Closing.UnsafeRegister(End, http));
        revocations.EndWith(request.Caller!, http);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        keepAlive.Begin(request);
    }

    private async ValueTask<Refusal?> JudgeAsync(McpRequest request, HttpResponseMessage answer)
    {
        try
        {
            await sessions.EndIfOverAsync(request, answer);
            return BackendFaults.Judge(answer) ?? inspection.Judge(request, answer)
                ?? await sessions.AdoptAsync(request, answer);
        }
        catch (SharedStateException exception)
        {
            // Nothing that the backend could mend.
            request.BackendFaultCause = exception.InnerException?.Message;
            return Refusals.SharedStateAway;
        }
    }

    /// <summary>
    /// Streams that carry no answer but wait for news. Clients open them again; waiting for their end would hold up
    /// every stop of the gateway until it is no longer graceful for the others.
    /// </summary>
    private static bool IsStanding(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method)
        || http.Features.Get<McpRequest>()?.Message?.Method == McpMethods.SubscriptionsListen;

    private static void End(object? http) => ((HttpContext)http!).Abort();
}
