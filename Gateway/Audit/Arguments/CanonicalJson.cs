using System.Buffers;
using System.Text.Json;

namespace McpAspire.Gateway.Audit.Arguments;

/// <summary>
/// Writes a document in the canonical form of RFC 8785 (<see cref="EcmaNumber"/> tells where it differs), so that
/// arguments that mean the same have the same HMAC however a client writes them.
/// </summary>
internal sealed class CanonicalJson(JsonNodes nodes) : IComparer<int>
{
    private readonly List<int> _members = [];

    public void Write(IBufferWriter<byte> output)
    {
        _members.Clear();
        Write(0, output);
    }

    /// <summary>Orders two members by their names' UTF-16 code units (RFC 8785 section 3.2.3).</summary>
    public int Compare(int x, int y)
    {
        var one = nodes.Text(nodes[x]);
        var other = nodes.Text(nodes[y]);
        var common = one.CommonPrefixLength(other);
        if (common == one.Length || common == other.Length)
            return one.Length - other.Length;

        // Only there does UTF-8 order otherwise: what takes four bytes is a pair of surrogates, before U+E000.
        var (a, b) = (one[common], other[common]);
        return a >= 0xEE && b >= 0xEE && (a >= 0xF0) != (b >= 0xF0) ? b - a : a - b;
    }

    private void Write(int index, IBufferWriter<byte> output)
    {
        ref readonly var node = ref nodes[index];
        switch (node.Type)
        {
            case JsonTokenType.StartObject:
                WriteMembers(index, node.End, output);
                break;
            case JsonTokenType.StartArray:
                WriteElements(index, node.End, output);
                break;
            case JsonTokenType.String:
                WriteText(node, output);
                break;
            case JsonTokenType.Number:
                EcmaNumber.Write(nodes.Text(node), output);
                break;
            default:
                output.Write(nodes.Text(node));
                break;
        }
    }

    private void WriteMembers(int index, int end, IBufferWriter<byte> output)
    {
        var first = _members.Count;
        for (var name = index + 1; name < end; name = nodes[name + 1].End)
            _members.Add(name);

        var count = _members.Count - first;
        _members.Sort(first, count, this);
        output.Write("{"u8);
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                output.Write(","u8);
            var name = _members[first + i];
            WriteText(nodes[name], output);
            output.Write(":"u8);
            Write(name + 1, output);
        }

        output.Write("}"u8);
        _members.RemoveRange(first, count);
    }

    private void WriteElements(int index, int end, IBufferWriter<byte> output)
    {
        output.Write("["u8);
        for (var element = index + 1; element < end; element = nodes[element].End)
        {
            if (element > index + 1)
                output.Write(","u8);
            Write(element, output);
        }

        output.Write("]"u8);
    }

    private void WriteText(in DocumentNode node, IBufferWriter<byte> output)
    {
        output.Write("\""u8);
        var text = nodes.Text(node);
        // What was not escaped needs no escape.
        if (node.IsUnescaped)
            Escape(text, output);
        else
            output.Write(text);
        output.Write("\""u8);
    }

    /// <summary>
    /// RFC 8785 section 3.2.2.2: the short escapes, <c>\u00xx</c> for other controls, and nothing else.
    /// </summary>
    private static void Escape(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        foreach (var unit in text)
        {
            ReadOnlySpan<byte> escape = unit switch
            {
                (byte)'"' => "\\\""u8,
                (byte)'\\' => "\\\\"u8,
                (byte)'\b' => "\\b"u8,
                (byte)'\t' => "\\t"u8,
                (byte)'\n' => "\\n"u8,
                (byte)'\f' => "\\f"u8,
                (byte)'\r' => "\\r"u8,
                _ => default,
            };
            if (!escape.IsEmpty)
                output.Write(escape);
            else if (unit < 0x20)
                output.Write([.. "\\u00"u8, Hex(unit >> 4), Hex(unit & 15)]);
            else
                output.Write([unit]);
        }
    }

    private static byte Hex(int digit) => "0123456789abcdef"u8[digit];
}
