using System.Buffers.Binary;
using McpAspire.Everything.Media;

namespace McpAspire.Backends.Tests.Everything.Media;

public sealed class WavTests
{
    [Fact]
    public void Tone_OneSecond_HasTheLengthThatItsHeaderSays()
    {
        var wave = Wav.Tone(hertz: 440, milliseconds: 1000);

        Assert.Equal(44 + 16_000, wave.Length);
        Assert.Equal(wave.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(wave.AsSpan(4)));
        Assert.Equal(16_000, BinaryPrimitives.ReadInt32LittleEndian(wave.AsSpan(40)));
    }

    [Fact]
    public void Tone_Samples_SwingAsOftenAsItsFrequency()
    {
        var wave = Wav.Tone(hertz: 100, milliseconds: 1000);

        var samples = Enumerable.Range(0, 8000)
            .Select(index => BinaryPrimitives.ReadInt16LittleEndian(wave.AsSpan(44 + (2 * index))))
            .ToList();

        var rises = samples.Zip(samples.Skip(1)).Count(pair => pair.First < 0 && pair.Second >= 0);
        Assert.InRange(rises, 98, 101);
    }
}
