using System.Buffers.Binary;
using System.Text;

namespace McpAspire.ServiceDefaults.Tests.Otlp;

/// <summary>Just enough of the protocol buffers wire format to read messages whose field numbers are known.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private const int VarintType = 0;
    private const int Fixed64Type = 1;
    private const int BytesType = 2;
    private const int Fixed32Type = 5;

    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Number of the field that <see cref="Read"/> came upon.</summary>
    public int Field { get; private set; }

    /// <summary>Value of a varint or fixed field.</summary>
    public ulong Number { get; private set; }

    /// <summary>Value of a string, bytes or message field.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    public readonly string Text => Encoding.UTF8.GetString(Bytes);

    public readonly string Hex => Convert.ToHexStringLower(Bytes);

    public bool Read()
    {
        if (_rest.IsEmpty) return false;

        var tag = Varint();
        Field = (int)(tag >> 3);
        switch ((int)(tag & 7))
        {
            case VarintType: Number = Varint(); break;
            case Fixed64Type: Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong))); break;
            case BytesType: Bytes = Take((int)Varint()); break;
            case Fixed32Type: Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint))); break;
            case var other: throw new InvalidDataException($"Field {Field} has the unknown wire type {other}.");
        }

        return true;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Take(1)[0];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return value;
        }

        throw new InvalidDataException("A varint is longer than ten bytes.");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
