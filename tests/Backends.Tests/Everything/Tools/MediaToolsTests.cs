using McpAspire.Backends.Tests.Everything.Hosting;
using ModelContextProtocol.Protocol;

namespace McpAspire.Backends.Tests.Everything.Tools;

public sealed class MediaToolsTests(EverythingServerFixture server)
{
    [Theory, ClassData(typeof(BothEras))]
    public async Task PaintSwatch_Colour_AnswersAPngPicture(Era era)
    {
        await using var client = await server.ConnectAsync(era);

        var result = await client.CallAsync("paint_swatch", ("colour", "3366cc"));

        var image = Assert.IsType<ImageContentBlock>(Assert.Single(result.Content));
        Assert.Equal("image/png", image.MimeType);
        Assert.Equal("PNG"u8.ToArray(), image.DecodedData[1..4].ToArray());
    }

    [Theory]
    [InlineData("blue")]
    [InlineData("3366c")]
    [InlineData("3366ccc")]
    public async Task PaintSwatch_NotAColour_IsAnError(string colour)
    {
        await using var client = await server.ConnectAsync(Era.Modern);

        var error = await client.ErrorAsync("paint_swatch", ("colour", colour));

        Assert.Contains("hexadecimal", error, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(BothEras))]
    public async Task PlayTone_Frequency_AnswersAWavSound(Era era)
    {
        await using var client = await server.ConnectAsync(era);

        var result = await client.CallAsync("play_tone", ("hertz", 440), ("milliseconds", 100));

        var audio = Assert.IsType<AudioContentBlock>(Assert.Single(result.Content));
        Assert.Equal("audio/wav", audio.MimeType);
        Assert.Equal("RIFF"u8.ToArray(), audio.DecodedData[..4].ToArray());
    }

    [Theory]
    [InlineData(19, 100)]
    [InlineData(4001, 100)]
    [InlineData(440, 0)]
    [InlineData(440, 5001)]
    public async Task PlayTone_OutOfBounds_IsAnError(int hertz, int milliseconds)
    {
        await using var client = await server.ConnectAsync(Era.Modern);

        Assert.NotEmpty(await client.ErrorAsync("play_tone", ("hertz", hertz), ("milliseconds", milliseconds)));
    }
}
