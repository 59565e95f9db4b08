using System.Text;

namespace McpAspire.Gateway.Sessions;

/// <summary>One message between replicas.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Brings an answer to its question.</param>
/// <param name="From">The replica that sent it.</param>
/// <param name="Topic">Who handles it.</param>
/// <param name="Content">What it says; the topic knows the form.</param>
internal sealed record BusMessage(
    BusMessageKind Kind, Guid Id, string From, string Topic, ReadOnlyMemory<byte> Content)
{
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream(64 + Content.Length);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write((byte)Kind);
        writer.Write(Id.ToByteArray());
        writer.Write(From);
        writer.Write(Topic);
        writer.Write(Content.Span);
        return stream.ToArray();
    }

    /// <summary>Null for anything that is no message.</summary>
    public static BusMessage? Read(byte[]? bytes)
    {
        if (bytes is null)
            return null;

        using var stream = new MemoryStream(bytes);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        try
        {
            var kind = (BusMessageKind)reader.ReadByte();
            var id = new Guid(reader.ReadBytes(16));
            var (from, topic) = (reader.ReadString(), reader.ReadString());
            return new BusMessage(kind, id, from, topic, bytes.AsMemory((int)stream.Position));
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or FormatException)
        {
            return null;
        }
    }
}
