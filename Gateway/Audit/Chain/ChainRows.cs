using System.Buffers;
using System.Text;
using System.Text.Json;

namespace McpAspire.Gateway.Audit.Chain;

/// <summary>The rows that the trail writes of itself.</summary>
internal static class ChainRows
{
    public const string Segment = "segment";
    public const string Seal = "seal";
    public const string Start = "start";
    public const string Recovered = "recovered";
    public const string Gap = "gap";
    public const string Pruned = "pruned";
    public const string Stop = "stop";

    /// <summary>What a seal is signed for.</summary>
    public const string SealPurpose = "audit seal";

    private static readonly byte[] SignatureMember = ",\"signature\":\""u8.ToArray();

    /// <summary>The members of a row: its kind and time, and what is added.</summary>
    public static byte[] Write(string kind, DateTimeOffset time, Action<Utf8JsonWriter> add)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kind", kind);
            json.WriteString("time", time.UtcDateTime);
            add(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan[1..^1].ToArray();
    }

    /// <summary>The seal of a segment: signed is everything before it, by the hash, and what it says itself.</summary>
    public static byte[] WriteSeal(long sequence, string previous, long segment, DateTimeOffset time, AuditKey key)
    {
        var members = Write(Seal, time, json => json.WriteNumber("segment", segment));
        byte[] content = [.. Encoding.ASCII.GetBytes($"{{\"seq\":{sequence},"), .. members];
        var signature = key.Sign(SealPurpose, Statement(previous, content));
        return [.. members, .. SignatureMember, .. Encoding.ASCII.GetBytes(signature), (byte)'"'];
    }

    /// <summary>Whether a row is the seal of a segment and its signature is right.</summary>
    public static bool IsSealed(in ChainLine row, string previous, AuditPublicKey key)
    {
        var at = row.Content.IndexOf(SignatureMember);
        return at > 0
            && row.Content[^1] == (byte)'"'
            && key.Verifies(
                SealPurpose,
                Statement(previous, row.Content[..at]),
                row.Content[(at + SignatureMember.Length)..^1]);
    }

    public static bool Is(in ChainLine row, string kind) =>
        row.Members.StartsWith(Encoding.ASCII.GetBytes($"\"kind\":\"{kind}\","));

    private static byte[] Statement(string previous, ReadOnlySpan<byte> content) =>
        [.. Encoding.ASCII.GetBytes(previous), (byte)'\n', .. content];
}
