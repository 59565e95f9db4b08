using System.Text.Json.Serialization;

namespace McpAspire.Gateway.Bridge.Modern.Held;

/// <summary>A retry that arrived at another replica than its call waits in.</summary>
/// <param name="Id">The call.</param>
/// <param name="Principal">Who answers; the call knows whose it is.</param>
/// <param name="Round">Which round of questions is answered.</param>
/// <param name="Responses">The object <c>inputResponses</c> as JSON.</param>
internal sealed record HandedAnswers(string Id, string Principal, int Round, string Responses);

/// <summary>Where the call has come to, for the replica that answers the client.</summary>
internal sealed record HandedOutcome
{
    public bool IsGone { get; init; }

    public bool IsError { get; init; }

    /// <summary><c>result</c>, <c>error</c> or <c>inputRequests</c> as JSON.</summary>
    public string Json { get; init; } = "";

    public string[]? Asked { get; init; }

    public int Round { get; init; }
}

/// <summary>Writes them without reflection.</summary>
[JsonSerializable(typeof(HandedAnswers))]
[JsonSerializable(typeof(HandedOutcome))]
internal sealed partial class HandOverJson : JsonSerializerContext;
