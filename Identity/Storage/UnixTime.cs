using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace McpAspire.Identity.Storage;

/// <summary>
/// Moments as milliseconds since 1970: SQLite can neither compare nor sort its own texts of moments with an offset.
/// </summary>
internal static class UnixTime
{
    private static readonly ValueConverter<DateTimeOffset, long> Converter = new(
        moment => moment.ToUnixTimeMilliseconds(), number => DateTimeOffset.FromUnixTimeMilliseconds(number));

    public static void AsUnixTime(this PropertyBuilder<DateTimeOffset> property) => property.HasConversion(Converter);

    public static void AsUnixTime(this PropertyBuilder<DateTimeOffset?> property) => property.HasConversion(Converter);
}
