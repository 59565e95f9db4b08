namespace Aspire.Hosting;

internal static class EnvironmentName
{
    /// <summary>Dashes and the like cannot be set in a shell.</summary>
    public static string Encode(string name)
    {
        var encoded = string.Concat(name.Select(sign => char.IsAsciiLetterOrDigit(sign) ? sign : '_'));
        return encoded.Length > 0 && char.IsAsciiDigit(encoded[0]) ? $"_{encoded}" : encoded;
    }
}
