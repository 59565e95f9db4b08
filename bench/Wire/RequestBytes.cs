using System.Buffers.Text;
using System.Text;

namespace McpAspire.Bench.Wire;

/// <summary>One request as it goes over the wire; only the digits of its id change, so that no two are alike.</summary>
internal sealed class RequestBytes
{
    /// <summary>Stands in a body where the id goes: nine digits, for a length that never changes.</summary>
    public const string IdMark = "100000000";

    private readonly byte[] _bytes;
    private readonly int _id;

    /// <summary>The head without the empty line and Content-Length, and the body.</summary>
    public RequestBytes(string head, string body, string? expected = null)
    {
        _bytes = Encoding.UTF8.GetBytes($"{head}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        _id = _bytes.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(IdMark));
        Expected = expected is null ? _bytes.AsMemory(_id, IdMark.Length) : Encoding.UTF8.GetBytes(expected);
    }

    /// <summary>What a good answer contains: the id, unless the server does not repeat it.</summary>
    public ReadOnlyMemory<byte> Expected { get; }

    public ReadOnlySpan<byte> With(int number)
    {
        if (_id >= 0)
            Utf8Formatter.TryFormat(100_000_000 + (number % 900_000_000), _bytes.AsSpan(_id), out _);
        return _bytes;
    }
}
