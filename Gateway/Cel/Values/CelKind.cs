namespace McpAspire.Gateway.Cel.Values;

/// <summary>
/// What a value is. An error is a value like any other: only <c>&amp;&amp;</c> and <c>||</c> may pass over it.
/// </summary>
internal enum CelKind : byte
{
    /// <summary>Also what a value is that nobody set, so that a forgotten one is never taken for true.</summary>
    Error,
    Null,
    Bool,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    Timestamp,
    Duration,
    List,
    Map,
    Type,
    Optional,

    /// <summary>A value of a type that a library brings along, such as an address.</summary>
    Opaque,
}
