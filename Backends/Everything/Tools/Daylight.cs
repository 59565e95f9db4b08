using System.ComponentModel;

namespace McpAspire.Everything.Tools;

/// <summary>How long the sun is up on a day, in the sun's own time.</summary>
internal sealed record Daylight(
    [property: Description("The day")] DateOnly Date,
    [property: Description("Hours between sunrise and sunset")] double Hours,
    [property: Description("Sunrise in solar time; absent in polar day and polar night")] TimeOnly? Sunrise,
    [property: Description("Sunset in solar time; absent in polar day and polar night")] TimeOnly? Sunset);
