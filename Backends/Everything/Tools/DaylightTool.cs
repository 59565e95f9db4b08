using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Tools;

/// <summary>A tool with an output schema: structured content beside the text.</summary>
internal sealed class DaylightTool
{
    private const double AxialTilt = 23.44;
    private const int DaysFromSolsticeToNewYear = 10;

    [McpServerTool(
        Name = "daylight", Title = "Daylight", ReadOnly = true, Idempotent = true, OpenWorld = false,
        UseStructuredContent = true)]
    [Description("Computes how long the day is at a latitude")]
    public static Daylight Compute(
        [Description("Degrees north; negative is south")] double latitude,
        [Description("The day, as yyyy-mm-dd")] DateOnly date)
    {
        if (latitude is not (>= -90 and <= 90)) throw new McpException("The latitude is between -90 and 90 degrees.");

        // Cooper's declination, and the sunrise equation: the hour angle at which the sun meets the horizon.
        var turn = 2 * Math.PI * (date.DayOfYear + DaysFromSolsticeToNewYear) / 365.25;
        var declination = double.DegreesToRadians(-AxialTilt * Math.Cos(turn));
        var cosine = -Math.Tan(double.DegreesToRadians(latitude)) * Math.Tan(declination);
        if (Math.Abs(cosine) >= 1) return new Daylight(date, cosine < 0 ? 24 : 0, null, null);

        var half = Math.Acos(cosine) * 12 / Math.PI;
        return new Daylight(date, Math.Round(2 * half, 2), Clock(12 - half), Clock(12 + half));
    }

    private static TimeOnly Clock(double hours) => new((int)hours, (int)(hours % 1 * 60));
}
