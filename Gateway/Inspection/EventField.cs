namespace McpAspire.Gateway.Inspection;

/// <summary>The fields of an event (HTML living standard, section 9.2.6).</summary>
internal enum EventField
{
    /// <summary>Unknown to the standard, and ignored as it demands.</summary>
    Unknown,
    Comment,
    Data,
    Id,
    Type,
    Retry,
}
