using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Policy.Variables;

/// <summary>Errors that a policy tells from all others.</summary>
internal static class PolicyErrors
{
    private static readonly CelError NoCallYet =
        new(CelErrorCode.Unbound, "mcp.tool.arguments: there is no call yet; this rule is decided when there is");

    private static readonly CelError AnotherKind =
        new(CelErrorCode.NoSuchKey, "the operation is about something else than this rule");

    /// <summary>The arguments of a call, while there is only a list.</summary>
    public static readonly CelValue Deferred = CelValue.Of(NoCallYet);

    /// <summary><c>mcp.tool</c> of an operation on a prompt, and so on: such a rule says nothing about it.</summary>
    public static readonly CelValue OtherKind = CelValue.Of(AnotherKind);

    public static bool IsDeferred(in CelValue value) => value.IsError && ReferenceEquals(value.AsError, NoCallYet);

    public static bool IsOtherKind(in CelValue value) => value.IsError && ReferenceEquals(value.AsError, AnotherKind);
}
