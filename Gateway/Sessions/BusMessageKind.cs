namespace McpAspire.Gateway.Sessions;

internal enum BusMessageKind : byte
{
    /// <summary>Nobody waits for an answer.</summary>
    News,
    Question,
    Answer,

    /// <summary>The answer where nobody handles the topic, or who does has failed.</summary>
    NoAnswer,
}
