using McpAspire.Gateway.Authentication;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Policy;
using McpAspire.Gateway.Policy.Decisions;
using McpAspire.Gateway.Policy.Variables;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.RateLimiting;
using McpAspire.Gateway.Routing.EventStreams;
using McpAspire.Gateway.Sessions;

namespace McpAspire.Gateway.Pipeline;

/// <summary>One request on its way; each stage adds what it found out.</summary>
internal sealed class McpRequest(HttpContext http, McpServer server) : IDisposable
{
    public HttpContext Http { get; } = http;

    public McpServer Server { get; } = server;

    /// <summary>Who calls; null before the bearer stage.</summary>
    public AccessToken? Caller { get; set; }

    /// <summary>The body of a POST; null for GET and DELETE.</summary>
    public PooledBody? Body { get; set; }

    /// <summary>What the body says; null for GET and DELETE.</summary>
    public JsonRpcMessage? Message { get; set; }

    /// <summary>The era of the leg between client and gateway.</summary>
    public McpEra Era { get; set; }

    /// <summary>The legacy session that the request belongs to, once it has been found to be the caller's.</summary>
    public McpSession? Session { get; set; }

    /// <summary>What the bridge answers from; null for a request that is passed through to the backend.</summary>
    public IServerView? View { get; set; }

    /// <summary>Who asks, by which rules; null where the policy allows everything.</summary>
    public PolicyContext? Policy { get; set; }

    /// <summary>What the policy decided; of a list nothing is decided but its items.</summary>
    public Decision? Decision { get; set; }

    /// <summary>What it acts on, in the names of the server that has it; null where the policy did not have to know.</summary>
    public PolicyTarget? Target { get; set; }

    /// <summary>What its rows in the audit trail have in common; null before there is one.</summary>
    public Guid? DecisionId { get; set; }

    /// <summary>How it ended: one word of a fixed set.</summary>
    public string? Outcome { get; set; }

    /// <summary>What counts it as going on; released when it ends.</summary>
    public List<LimitLease>? Leases { get; set; }

    /// <summary>What has been answered so far; null where nobody wants to know.</summary>
    public CountedBody? Answered { get; set; }

    /// <summary>What replaces an answer of the backend that cannot be passed on.</summary>
    public Refusal? BackendFault { get; set; }

    /// <summary>The answer, once it is an event stream that gets comments when it is silent.</summary>
    public KeepAliveStream? KeepAlive { get; set; }

    /// <summary>For the operator: what was wrong with it, where no exception says so.</summary>
    public string? BackendFaultCause { get; set; }

    /// <summary>The id as JSON; empty where no answer is expected.</summary>
    public ReadOnlyMemory<byte> RequestId =>
        Message is { Kind: JsonRpcKind.Request } message && Body is { } body ? body.Bytes[message.Id] : default;

    /// <summary>The id as JSON, to be echoed in errors; <c>null</c> where there is none.</summary>
    public ReadOnlySpan<byte> IdJson => RequestId.IsEmpty ? "null"u8 : RequestId.Span;

    public void Dispose() => Body?.Dispose();
}
