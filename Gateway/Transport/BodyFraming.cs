namespace McpAspire.Gateway.Transport;

/// <summary>How the end of a body is found (RFC 9112 section 6.3).</summary>
internal enum BodyFraming
{
    None,
    Length,
    Chunked,
    Close,
}
