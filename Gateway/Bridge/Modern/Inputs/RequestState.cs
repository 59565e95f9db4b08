using System.Text.Json.Serialization;

namespace McpAspire.Gateway.Bridge.Modern.Inputs;

/// <summary>What a <c>requestState</c> says that a client keeps between a call and its retry (SEP-2322).</summary>
internal sealed record RequestState
{
    /// <summary>Seconds since 1970.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>The keys of the questions; nothing else may be answered.</summary>
    public required string[] Asked { get; init; }

    /// <summary>The server's own state, if it gave one.</summary>
    public string? Inner { get; init; }

    /// <summary>The call that waits at a legacy server, if it is one that waits.</summary>
    public HeldCallReference? Held { get; init; }
}

/// <summary>Where a waiting call is, and how often it has been answered.</summary>
internal sealed record HeldCallReference(string Replica, string Id, int Round);

/// <summary>Writes it without reflection.</summary>
[JsonSerializable(typeof(RequestState))]
internal sealed partial class RequestStateJson : JsonSerializerContext;
