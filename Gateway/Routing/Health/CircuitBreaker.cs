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
        if (trial is not null)
            http.Response.OnStarting(() => TrialAnsweredAsync(request, trial));

        while (backends.Count > 0)
        {
            // The balancer replaces the list by its choice.
            proxy.AvailableDestinations = trial is null ? backends : [trial];
            proxy.ProxiedDestination = null;
            await next(http);

            var backend = proxy.ProxiedDestination;
            var verdict = Verdicts.Of(request);
            if (backend is not null)
                Learn(request.Server, backend, verdict, isTrial: backend == trial);
            if (verdict != Verdict.NotSent || backend is null)
                return;

            backends = [.. backends.Where(other => other != backend)];
            trial = null;
            if (backends.Count > 0)
                Rewind(request);
            else
                return;
        }

        request.BackendFault = Unavailable(proxy.AvailableDestinations);
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

        if (closed == available.Count)
            return available;

        var onTrial = trial;
        return [.. available.Where(it => it == onTrial || _circuits.Of(it).State == CircuitState.Closed)];
    }

    /// <summary>A stream that waits for news may last for hours; it has decided when it begins.</summary>
    private Task TrialAnsweredAsync(McpRequest request, DestinationState trial)
    {
        if (request.BackendFault is null && Verdicts.Of(request) == Verdict.Alive)
            Learn(request.Server, trial, Verdict.Alive, isTrial: true);
        return Task.CompletedTask;
    }

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
