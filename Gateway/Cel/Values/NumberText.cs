using System.Globalization;

namespace McpAspire.Gateway.Cel.Values;

/// <summary>Doubles as the language writes them: the shortest text that reads back the same.</summary>
internal static class NumberText
{
    /// <summary>Plain where the exponent is from -4 to 20, and else with an exponent of two digits at least.</summary>
    public static string Of(double value)
    {
        if (NotFinite(value) is { } name)
            return name;

        var (sign, digits, exponent) = Digits(value);
        if (exponent is >= -4 and < 21)
            return sign + Plain(digits, exponent);

        var fraction = digits.Length > 1 ? $".{digits[1..]}" : "";
        return $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    /// <summary>Never with an exponent.</summary>
    public static string Plain(double value)
    {
        if (NotFinite(value) is { } name)
            return name;

        var (sign, digits, exponent) = Digits(value);
        return sign + Plain(digits, exponent);
    }

    public static string? NotFinite(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? (value > 0 ? "Infinity" : "-Infinity") : null;

    private static string Plain(string digits, int exponent) =>
        exponent < 0 ? $"0.{new string('0', -exponent - 1)}{digits}"
        : digits.Length <= exponent + 1 ? digits.PadRight(exponent + 1, '0')
        : $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";

    /// <summary>The significant digits, and the power of ten of the first.</summary>
    private static (string Sign, string Digits, int Exponent) Digits(double value)
    {
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var mark = shortest.IndexOf('E');
        var shift = mark < 0 ? 0 : int.Parse(shortest.AsSpan(mark + 1), CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? shortest : shortest[..mark];
        var point = mantissa.IndexOf('.');
        var all = mantissa.Replace(".", "");
        var digits = all.TrimStart('0');
        var exponent = (point < 0 ? all.Length : point) - (all.Length - digits.Length) - 1 + shift;
        var sign = double.IsNegative(value) ? "-" : "";
        return digits.Length == 0 ? (sign, "0", 0) : (sign, digits.TrimEnd('0'), exponent);
    }
}
