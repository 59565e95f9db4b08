using System.Text;
using System.Text.Json.Serialization;
using McpAspire.Gateway.Pipeline;

namespace McpAspire.Gateway.Bridge.Modern.Held;

/// <summary>A retry that arrived at another replica than its call waits in.</summary>
/// <param name="Id">The call.</param>
/// <param name="Principal">Who answers; the call knows whose it is.</param>
/// <param name="Round">Which round of questions is answered.</param>
/// <param name="Responses">The object <c>inputResponses</c> as JSON.</param>
/// <param name="Capabilities">What the client declared on the retry, as JSON.</param>
/// <param name="From">The replica that answers the client.</param>
internal sealed record HandedAnswers(
    string Id, string Principal, int Round, string Responses, string Capabilities, string From);

/// <summary>What the server said meanwhile, for the replica that answers the client.</summary>
/// <param name="Id">The call.</param>
/// <param name="Method">The notification.</param>
/// <param name="Parameters">The object <c>params</c> as JSON; empty for none.</param>
internal sealed record HandedNotification(string Id, string Method, string Parameters);

/// <summary>Where the call has come to, for the replica that answers the client.</summary>
internal sealed record HandedOutcome
{
    public bool IsGone { get; init; }

    public bool IsError { get; init; }

    /// <summary><c>result</c>, <c>error</c> or <c>inputRequests</c> as JSON.</summary>
    public string Json { get; init; } = "";

    public string[]? Asked { get; init; }

    public int Round { get; init; }

    public ClientCapability? Missing { get; init; }

    /// <summary>Why the server has no answer that can be used.</summary>
    public HandedRefusal? Refusal { get; init; }
}

/// <summary>A refusal without what only the replica that says it could add.</summary>
internal sealed record HandedRefusal(int Status, int Code, string Message, string Reason, string Data, int? RetryAfter)
{
    public static HandedRefusal Of(Refusal refusal) => new(
        refusal.Status,
        refusal.Code,
        refusal.Message,
        refusal.Reason,
        Encoding.UTF8.GetString(refusal.Data.Span),
        (int?)refusal.RetryAfter?.TotalSeconds);

    public Refusal ToRefusal() => new(Status, Code, Message, Reason)
    {
        Data = Encoding.UTF8.GetBytes(Data),
        RetryAfter = RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };
}

/// <summary>Writes them without reflection.</summary>
[JsonSerializable(typeof(HandedAnswers))]
[JsonSerializable(typeof(HandedNotification))]
[JsonSerializable(typeof(HandedOutcome))]
internal sealed partial class HandOverJson : JsonSerializerContext;
