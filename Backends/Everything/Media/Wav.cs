using System.Buffers.Binary;

namespace McpAspire.Everything.Media;

/// <summary>Writes a sine tone as RIFF/WAVE, 16 bits, one channel.</summary>
internal static class Wav
{
    public const string MediaType = "audio/wav";

    private const int SampleRate = 8000;
    private const int HeaderLength = 44;

    public static byte[] Tone(int hertz, int milliseconds)
    {
        var samples = SampleRate * milliseconds / 1000;
        var wave = new byte[HeaderLength + (2 * samples)];
        WriteHeader(wave, dataLength: 2 * samples);

        for (var sample = 0; sample < samples; sample++)
        {
            var amplitude = Math.Sin(2 * Math.PI * hertz * sample / SampleRate);
            var at = wave.AsSpan(HeaderLength + (2 * sample));
            BinaryPrimitives.WriteInt16LittleEndian(at, (short)(amplitude * short.MaxValue / 2));
        }

        return wave;
    }

    private static void WriteHeader(Span<byte> wave, int dataLength)
    {
        "RIFF"u8.CopyTo(wave);
        BinaryPrimitives.WriteInt32LittleEndian(wave[4..], HeaderLength - 8 + dataLength);
        "WAVEfmt "u8.CopyTo(wave[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(wave[16..], 16); // length of this block
        BinaryPrimitives.WriteInt16LittleEndian(wave[20..], 1);  // PCM
        BinaryPrimitives.WriteInt16LittleEndian(wave[22..], 1);  // channels
        BinaryPrimitives.WriteInt32LittleEndian(wave[24..], SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(wave[28..], 2 * SampleRate);
        BinaryPrimitives.WriteInt16LittleEndian(wave[32..], 2);  // octets a frame
        BinaryPrimitives.WriteInt16LittleEndian(wave[34..], 16); // bits a sample
        "data"u8.CopyTo(wave[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(wave[40..], dataLength);
    }
}
