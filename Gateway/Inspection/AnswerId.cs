namespace McpAspire.Gateway.Inspection;

/// <summary>The id of a message, compared with that of the request.</summary>
internal enum AnswerId
{
    None,
    Null,
    Other,
    Expected,
}
