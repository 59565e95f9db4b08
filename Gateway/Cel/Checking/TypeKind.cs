namespace McpAspire.Gateway.Cel.Checking;

/// <summary>The kinds of types that the compiler knows.</summary>
internal enum TypeKind
{
    /// <summary>Known only at run time: fits all.</summary>
    Dyn,
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
    Opaque,

    /// <summary>A map whose fields were declared.</summary>
    Object,

    /// <summary>A letter in a signature: the same type wherever it stands.</summary>
    Parameter,
}
