using System.Globalization;
using System.Text;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>Conversions between types (langdef, Types and Conversions).</summary>
internal static class ConversionLibrary
{
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Add(FunctionSet set)
    {
        set.Global("dyn", "A -> dyn", (value, ref _) => value);
        set.Global("type", "A -> type", (value, ref _) => CelValue.Of(CelTypeName.Of(value)));

        foreach (var type in new[] { "bool", "bytes", "double", "int", "string", "uint", "timestamp", "duration" })
            set.Global(type, $"{type} -> {type}", (value, ref _) => value);

        set.Global("bool", "string -> bool", (value, ref _) => Bool(value.AsString));
        set.Global("bytes", "string -> bytes", (value, ref _) => CelValue.Of(Encoding.UTF8.GetBytes(value.AsString)));
        set.Global("double", "int -> double", (value, ref _) => CelValue.Of((double)value.AsInt));
        set.Global("double", "uint -> double", (value, ref _) => CelValue.Of((double)value.AsUint));
        set.Global("double", "string -> double", (value, ref _) => Double(value.AsString));
        set.Global("int", "uint -> int",
            (value, ref _) => value.AsUint <= long.MaxValue ? CelValue.Of((long)value.AsUint) : CelErrors.IntOverflow);
        set.Global("int", "double -> int", (value, ref _) => Int(value.AsDouble));
        set.Global("int", "string -> int", (value, ref _) => Int(value.AsString));
        set.Global("int", "timestamp -> int", (value, ref _) => CelValue.Of(value.AsTime.Seconds));
        set.Global("int", "duration -> int", (value, ref _) => CelValue.Of((long)value.AsTime.TotalNanos));
        set.Global("uint", "int -> uint",
            (value, ref _) => value.AsInt >= 0 ? CelValue.Of((ulong)value.AsInt) : CelErrors.UintOverflow);
        set.Global("uint", "double -> uint", (value, ref _) => Uint(value.AsDouble));
        set.Global("uint", "string -> uint", (value, ref _) => Uint(value.AsString));
        set.Global("timestamp", "string -> timestamp", (value, ref _) => Timestamp(value.AsString));
        set.Global("timestamp", "int -> timestamp", (value, ref _) => CelValue.Timestamp(new CelTime(value.AsInt, 0)));
        set.Global("duration", "string -> duration", (value, ref _) => Duration(value.AsString));
        set.Global("duration", "int -> duration", (value, ref _) => CelValue.Duration(CelTime.OfNanos(value.AsInt)));

        set.Global("string", "bool -> string", (value, ref _) => CelValue.Of(value.AsBool ? "true" : "false"));
        set.Global("string", "int -> string",
            (value, ref _) => CelValue.Of(value.AsInt.ToString(CultureInfo.InvariantCulture)));
        set.Global("string", "uint -> string",
            (value, ref _) => CelValue.Of(value.AsUint.ToString(CultureInfo.InvariantCulture)));
        set.Global("string", "double -> string", (value, ref _) => CelValue.Of(NumberText.Of(value.AsDouble)));
        set.Global("string", "bytes -> string", (value, ref _) => String(value.AsBytes));
        set.Global("string", "timestamp -> string", (value, ref _) => CelValue.Of(TimeText.OfTimestamp(value.AsTime)));
        set.Global("string", "duration -> string", (value, ref _) => CelValue.Of(TimeText.OfDuration(value.AsTime)));
    }

    private static CelValue Bool(string text) => text switch
    {
        "1" or "t" or "true" or "TRUE" or "True" => CelValue.True,
        "0" or "f" or "false" or "FALSE" or "False" => CelValue.False,
        _ => CannotConvert(text, "bool"),
    };

    private static CelValue Int(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? CelValue.Of(value)
            : CannotConvert(text, "int");

    /// <summary>Strictly between the least and the greatest int: at these doubles are too coarse.</summary>
    private static CelValue Int(double value) =>
        value is > long.MinValue and < long.MaxValue ? CelValue.Of((long)value) : CelErrors.IntOverflow;

    private static CelValue Uint(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? CelValue.Of(value)
            : CannotConvert(text, "uint");

    private static CelValue Uint(double value) =>
        value is >= 0 and < ulong.MaxValue ? CelValue.Of((ulong)value) : CelErrors.UintOverflow;

    private static CelValue Double(string text)
    {
        var isNegative = text.StartsWith('-');
        var name = text.TrimStart('-', '+').ToLowerInvariant();
        if (text.Length - name.Length <= 1)
            switch (name)
            {
                case "nan":
                    return CelValue.Of(double.NaN);
                case "inf" or "infinity":
                    return CelValue.Of(isNegative ? double.NegativeInfinity : double.PositiveInfinity);
            }

        const NumberStyles Style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? CelValue.Of(value)
            : CannotConvert(text, "double");
    }

    private static CelValue String(byte[] value)
    {
        try
        {
            return CelValue.Of(StrictUtf8.GetString(value));
        }
        catch (DecoderFallbackException)
        {
            return CelErrors.Invalid("the bytes are no valid UTF-8");
        }
    }

    private static CelValue Timestamp(string text) =>
        TimeText.ParseTimestamp(text) is { } time ? CelValue.Timestamp(time) : CannotConvert(text, "timestamp");

    private static CelValue Duration(string text) =>
        TimeText.ParseDuration(text) is { } time ? CelValue.Duration(time) : CannotConvert(text, "duration");

    private static CelValue CannotConvert(string text, string type) =>
        CelErrors.Invalid($"{ValueText.Of(text)} is no {type}");
}
