using System.Diagnostics.Metrics;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace McpAspire.Gateway.Routing.Health;

/// <summary>
/// Leaves backends alone that fail, and learns from every request whether they do. A request whose connection never
/// came about goes to another replica; one that may have arrived goes nowhere else: a tool must not run twice.
/// </summary>
internal sealed partial class CircuitBreaker
{
    private readonly Circuits _circuits;
    private readonly Counter<long> _changes;
    private readonly ILogger<CircuitBreaker> _logger;

    public CircuitBreaker(Circuits circuits, IMeterFactory meters, ILogger<CircuitBreaker> logger)
    {
        (_circuits, _logger) = (circuits, logger);
        _changes = meters.Create(GatewayTelemetry.Name).CreateCounter<long>(
            "mcpaspire.gateway.circuit.changes", "{change}", "Circuits that opened or closed, by server");
    }

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var request = http.Features.GetRequiredFeature<McpRequest>();
        var proxy = http.GetReverseProxyFeature();
        var backends = Admissible(proxy.AvailableDestinations, out var trial);
        if (backends.Count == 0)
        {
            request.BackendFault = Unavailable(proxy.AvailableDestinations);
        }
        else if (trial is null)
        {
            await SendAsync(request, proxy, backends, next);
        }
        else if (!await TryAsync(request, proxy, trial, next) && backends.Count > 1)
        {
            Rewind(request);
            await SendAsync(request, proxy, Without(trial, backends), next);
        }
    }

    /// <summary>Sends to one of the backends, and to another as long as there is one and nothing was sent.</summary>
    private async Task SendAsync(
        McpRequest request,
        IReverseProxyFeature proxy,
        IReadOnlyList<DestinationState> backends,
        RequestDelegate next)
    {
        while (true)
        {
            // The balancer replaces the list by its choice.
            proxy.AvailableDestinations = backends;
            proxy.ProxiedDestination = null;
            await next(request.Http);
            if (proxy.ProxiedDestination is not { } backend)
                return;

            var verdict = Verdicts.Of(request);
            Learn(request.Server, backend, verdict, isTrial: false);
            if (verdict != Verdict.NotSent || backends.Count == 1)
                return;

            backends = Without(backend, backends);
            Rewind(request);
        }
    }

    /// <summary>Sends the request that decides about a backend; false if it could not be sent.</summary>
    private async Task<bool> TryAsync(
        McpRequest request, IReverseProxyFeature proxy, DestinationState trial, RequestDelegate next)
    {
        var isUnderWay = true;
        request.Http.Response.OnStarting(() =>
        {
            // A stream that waits for news may last for hours; it has decided when it begins.
            if (isUnderWay && Verdicts.Of(request) == Verdict.Alive)
                Learn(request.Server, trial, Verdict.Alive, isTrial: true);
            return Task.CompletedTask;
        });

        var verdict = Verdict.None;
        try
        {
            proxy.AvailableDestinations = [trial];
            await next(request.Http);
            verdict = Verdicts.Of(request);
        }
        finally
        {
            isUnderWay = false;
            Learn(request.Server, trial, verdict, isTrial: true);
        }

        return verdict != Verdict.NotSent;
    }

    /// <summary>
    /// The backends whose circuit is closed; and one whose break is over, which gets this request. Nearly always all of
    /// them are closed, and the list stays the same object.
    /// </summary>
    private IReadOnlyList<DestinationState> Admissible(
        IReadOnlyList<DestinationState> available, out DestinationState? trial)
    {
        trial = null;
        var closed = 0;
        for (var i = 0; i < available.Count; i++)
        {
            var circuit = _circuits.Of(available[i]);
            if (circuit.State == CircuitState.Closed)
                closed++;
            else if (trial is null && circuit.TryBeginTrial())
                trial = available[i];
        }

        return closed == available.Count ? available : Closed(available, trial);
    }

    // Lambdas stay out of the methods above: what they capture would be allocated for each request.
    private List<DestinationState> Closed(IReadOnlyList<DestinationState> available, DestinationState? trial) =>
        [.. available.Where(it => it == trial || _circuits.Of(it).State == CircuitState.Closed)];

    private static List<DestinationState> Without(DestinationState backend, IReadOnlyList<DestinationState> backends) =>
        [.. backends.Where(other => other != backend)];

    /// <summary>Takes in how a request to a backend ended.</summary>
    public void Learn(McpServer server, DestinationState backend, Verdict verdict, bool isTrial)
    {
        var circuit = _circuits.Of(backend);
        switch (verdict)
        {
            case Verdict.Alive when circuit.Succeeded(isTrial):
                Count(server.Name, "closed");
                LogClosed(server.Name, backend.DestinationId);
                break;
            case Verdict.Failed or Verdict.NotSent when circuit.Failed(isTrial, server.Options.Circuit):
                Count(server.Name, "opened");
                LogOpened(server.Name, backend.DestinationId, server.Options.Circuit.Break);
                break;
            case Verdict.None when isTrial:
                circuit.AbandonTrial();
                break;
        }
    }

    private static void Rewind(McpRequest request)
    {
        // The engine refuses to write over an answer, and has prepared one.
        request.Http.Response.StatusCode = StatusCodes.Status200OK;
        request.Http.Features.Set<IForwarderErrorFeature>(null);
        if (request.Body is { } body)
            request.Http.Request.Body = new PooledBodyStream(body);
    }

    /// <summary>What callers hear while all backends are left alone.</summary>
    public Refusal Unavailable(IReadOnlyList<DestinationState> backends)
    {
        var rest = backends.Count == 0 ? TimeSpan.Zero : backends.Min(backend => _circuits.Of(backend).Rest);
        return BackendFaults.Unavailable with
        {
            RetryAfter = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(rest.TotalSeconds))),
        };
    }

    private void Count(string server, string change) => _changes.Add(
        1,
        new KeyValuePair<string, object?>("mcp.server", server),
        new KeyValuePair<string, object?>("change", change));

    [LoggerMessage(LogLevel.Error, "{Backend} of {Server} keeps failing and is left alone for {Break}")]
    private partial void LogOpened(string server, string backend, TimeSpan @break);

    [LoggerMessage(LogLevel.Information, "{Backend} of {Server} answers again")]
    private partial void LogClosed(string server, string backend);
}
