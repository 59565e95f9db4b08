namespace McpAspire.Gateway.Cel.Values;

/// <summary>The errors that are frequent enough to be made only once, and how the others are made.</summary>
internal static class CelErrors
{
    public static readonly CelError Unset = new(CelErrorCode.Internal, "no value");

    public static readonly CelValue NoSuchOverload = Make(CelErrorCode.NoSuchOverload, "no such overload");
    public static readonly CelValue NotBool = Make(CelErrorCode.NoSuchOverload, "no such overload: a bool is needed");
    public static readonly CelValue DivideByZero = Make(CelErrorCode.DivideByZero, "divide by zero");
    public static readonly CelValue ModulusByZero = Make(CelErrorCode.DivideByZero, "modulus by zero");
    public static readonly CelValue IntOverflow = Make(CelErrorCode.Overflow, "integer overflow");
    public static readonly CelValue UintOverflow = Make(CelErrorCode.Overflow, "unsigned integer overflow");
    public static readonly CelValue TimestampRange = Make(CelErrorCode.Overflow, "timestamp out of range");
    public static readonly CelValue DurationRange = Make(CelErrorCode.Overflow, "duration out of range");
    public static readonly CelValue NoValue = Make(CelErrorCode.NoSuchKey, "optional.none() has no value");
    public static readonly CelValue Malformed = Make(CelErrorCode.InvalidArgument, "the JSON is not well-formed");
    public static readonly CelValue Exhausted = Make(CelErrorCode.Exhausted, "the evaluation takes too long");
    public static readonly CelValue TooDeep = Make(CelErrorCode.Exhausted, "the values are nested too deeply");

    public static CelValue NoSuchKey(CelValue key) => Make(CelErrorCode.NoSuchKey, $"no such key: {ValueText.Of(key)}");

    public static CelValue NoSuchKey(string key) => Make(CelErrorCode.NoSuchKey, $"no such key: {ValueText.Of(key)}");

    public static CelValue OutOfRange(long index) => Make(CelErrorCode.OutOfRange, $"index out of range: {index}");

    public static CelValue Invalid(string message) => Make(CelErrorCode.InvalidArgument, message);

    public static CelValue Unbound(string name) => Make(CelErrorCode.Unbound, $"no such variable: {name}");

    public static CelValue UnknownFunction(string name) => Make(CelErrorCode.Unbound, $"no such function: {name}");

    public static CelValue Make(CelErrorCode code, string message) => CelValue.Of(new CelError(code, message));
}
