namespace McpAspire.Gateway.Cel.Values;

/// <summary>The kinds of failure.</summary>
internal enum CelErrorCode
{
    NoSuchOverload,
    NoSuchKey,
    OutOfRange,
    DivideByZero,
    Overflow,
    InvalidArgument,
    Unbound,

    /// <summary>The evaluation used up what it was given. Nothing absorbs this one.</summary>
    Exhausted,

    /// <summary>The evaluator itself is wrong.</summary>
    Internal,
}
