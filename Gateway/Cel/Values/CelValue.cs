namespace McpAspire.Gateway.Cel.Values;

/// <summary>
/// A value of the language. Numbers, times and booleans live in it; all else is a reference to what cannot change.
/// </summary>
internal readonly struct CelValue
{
    public static readonly CelValue Null = new(CelKind.Null, 0, null);
    public static readonly CelValue True = new(CelKind.Bool, 1, null);
    public static readonly CelValue False = new(CelKind.Bool, 0, null);

    private readonly object? _reference;
    private readonly long _bits;
    private readonly int _nanos;

    private CelValue(CelKind kind, long bits, object? reference, int nanos = 0) =>
        (Kind, _bits, _reference, _nanos) = (kind, bits, reference, nanos);

    public CelKind Kind { get; }

    public bool IsError => Kind == CelKind.Error;

    public bool IsNumber => Kind is CelKind.Int or CelKind.Uint or CelKind.Double;

    public bool IsTrue => Kind == CelKind.Bool && _bits != 0;

    public bool IsFalse => Kind == CelKind.Bool && _bits == 0;

    public bool AsBool => _bits != 0;

    public long AsInt => _bits;

    public ulong AsUint => unchecked((ulong)_bits);

    public double AsDouble => BitConverter.Int64BitsToDouble(_bits);

    public string AsString => (string)_reference!;

    public byte[] AsBytes => (byte[])_reference!;

    public CelTime AsTime => new(_bits, _nanos);

    public CelList AsList => (CelList)_reference!;

    public CelMap AsMap => (CelMap)_reference!;

    public CelTypeName AsType => (CelTypeName)_reference!;

    public CelOptional AsOptional => (CelOptional)_reference!;

    public CelOpaque AsOpaque => (CelOpaque)_reference!;

    public CelError AsError => _reference as CelError ?? CelErrors.Unset;

    public static CelValue Of(bool value) => value ? True : False;

    public static CelValue Of(long value) => new(CelKind.Int, value, null);

    public static CelValue Of(ulong value) => new(CelKind.Uint, unchecked((long)value), null);

    public static CelValue Of(double value) => new(CelKind.Double, BitConverter.DoubleToInt64Bits(value), null);

    public static CelValue Of(string value) => new(CelKind.String, 0, value);

    public static CelValue Of(byte[] value) => new(CelKind.Bytes, 0, value);

    public static CelValue Of(CelList value) => new(CelKind.List, 0, value);

    public static CelValue Of(CelMap value) => new(CelKind.Map, 0, value);

    public static CelValue Of(CelTypeName value) => new(CelKind.Type, 0, value);

    public static CelValue Of(CelOptional value) => new(CelKind.Optional, 0, value);

    public static CelValue Of(CelOpaque value) => new(CelKind.Opaque, 0, value);

    public static CelValue Of(CelError error) => new(CelKind.Error, 0, error);

    public static CelValue Of(params CelValue[] elements) => Of(new CelArray(elements));

    /// <summary>A point in time; an error outside of the years 1 to 9999.</summary>
    public static CelValue Timestamp(CelTime time) =>
        time.IsTimestamp ? new(CelKind.Timestamp, time.Seconds, null, time.Nanos) : CelErrors.TimestampRange;

    public static CelValue Timestamp(DateTimeOffset time) => Timestamp(CelTime.Of(time));

    /// <summary>A span of time; an error where its nanoseconds do not fit 64 bits.</summary>
    public static CelValue Duration(CelTime time) =>
        time.IsDuration ? new(CelKind.Duration, time.Seconds, null, time.Nanos) : CelErrors.DurationRange;

    public override string ToString() => ValueText.Of(this);
}
