namespace McpAspire.Gateway.Inspection;

/// <summary>What becomes of a message of a backend.</summary>
internal enum Fate
{
    Pass,

    /// <summary>The client hears nothing of it, and the stream goes on.</summary>
    Drop,

    /// <summary>The stream ends.</summary>
    Refuse,
}
