using System.Diagnostics;
using System.Net;

namespace McpAspire.Gateway.Audit;

/// <summary>What was asked, by whom, and what came of it. Whatever is not set is left out of the row.</summary>
internal sealed record AuditRow
{
    public required AuditKind Kind { get; init; }

    /// <summary>The same in the row of a decision and in that of its outcome; operators are given it.</summary>
    public required Guid DecisionId { get; init; }

    public ActivityTraceId TraceId { get; init; }

    public string? Subject { get; init; }

    public string? ClientId { get; init; }

    /// <summary>What the token allowed, so that a decision can be made again with other rules.</summary>
    public IReadOnlyCollection<string> Scopes { get; init; } = [];

    public IReadOnlyCollection<string> Groups { get; init; } = [];

    public IPAddress? Source { get; init; }

    /// <summary>The session's id; it is a secret, so that the row has its hash.</summary>
    public string? SessionId { get; init; }

    public string? Server { get; init; }

    public string? Method { get; init; }

    /// <summary>The tool, prompt, resource or task.</summary>
    public string? Name { get; init; }

    /// <summary>The arguments as JSON; the row has their HMAC and shape.</summary>
    public ReadOnlyMemory<byte> Arguments { get; init; }

    /// <summary>The rule that decided.</summary>
    public string? Rule { get; init; }

    /// <summary>The stage that decided.</summary>
    public string? Stage { get; init; }

    /// <summary>
    /// One word of a fixed set, such as <c>allowed</c>, <c>denied</c>, <c>forwarded</c> or a refusal's reason.
    /// </summary>
    public string? Outcome { get; init; }

    public TimeSpan? Duration { get; init; }

    /// <summary>How large the answer was.</summary>
    public long? Bytes { get; init; }

    /// <summary>What the guard found.</summary>
    public IReadOnlyCollection<string> Findings { get; init; } = [];

    /// <summary>The items that were taken out of a list.</summary>
    public IReadOnlyCollection<string> Filtered { get; init; } = [];

    /// <summary>More for the operator, such as what an administrator did.</summary>
    public string? Detail { get; init; }
}
