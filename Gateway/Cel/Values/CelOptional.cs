namespace McpAspire.Gateway.Cel.Values;

/// <summary>A value that may be missing.</summary>
internal sealed class CelOptional
{
    public static readonly CelValue None = CelValue.Of(new CelOptional(default, hasValue: false));

    private CelOptional(CelValue value, bool hasValue) => (Value, HasValue) = (value, hasValue);

    public bool HasValue { get; }

    /// <summary>An error where there is none.</summary>
    public CelValue Value { get; }

    public static CelValue Of(CelValue value) =>
        value.IsError ? value : CelValue.Of(new CelOptional(value, hasValue: true));
}
