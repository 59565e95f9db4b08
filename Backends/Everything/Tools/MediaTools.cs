using System.ComponentModel;
using System.Globalization;
using McpAspire.Everything.Media;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Tools;

/// <summary>Tools that answer with a picture or a sound.</summary>
internal sealed class MediaTools
{
    private const int SwatchSize = 64;
    private const int MaxMilliseconds = 5000;

    [McpServerTool(
        Name = "paint_swatch", Title = "Paint a swatch", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("Paints a square of one colour")]
    public static ImageContentBlock Paint([Description("The colour as rrggbb, for example 3366cc")] string colour)
    {
        var isNumber = uint.TryParse(colour, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb);
        if (!isNumber || colour.Length != 6)
            throw new McpException("A colour is six hexadecimal digits, for example 3366cc.");

        var picture = Png.Solid(SwatchSize, SwatchSize, (byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
        return ImageContentBlock.FromBytes(picture, Png.MediaType);
    }

    [McpServerTool(Name = "play_tone", Title = "Play a tone", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("Answers a sine tone as a WAV file")]
    public static AudioContentBlock Play(
        [Description("20 to 4000 hertz")] int hertz,
        [Description("1 to 5000")] int milliseconds = 500)
    {
        if (hertz is < 20 or > 4000) throw new McpException("A tone has 20 to 4000 hertz.");
        if (milliseconds is < 1 or > MaxMilliseconds) throw new McpException($"A tone is 1 to {MaxMilliseconds} ms.");

        return AudioContentBlock.FromBytes(Wav.Tone(hertz, milliseconds), Wav.MediaType);
    }
}
