using Microsoft.Win32.SafeHandles;

namespace McpAspire.Gateway.Audit.Chain;

/// <summary>Reads a file line by line, up to a length; a gateway may go on writing it.</summary>
internal sealed class LineFile(string path, long limit = long.MaxValue) : IDisposable
{
    /// <summary>No row is as long.</summary>
    private const int LongestLine = 1024 * 1024;

    private readonly SafeFileHandle _file =
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private byte[] _buffer = new byte[128 * 1024];
    private int _start;
    private int _end;
    private long _read;

    /// <summary>Where the next line begins.</summary>
    public long Position => _read - (_end - _start);

    /// <summary>How long the file is now.</summary>
    public long Length => RandomAccess.GetLength(_file);

    /// <summary>
    /// The next line without its line feed, good until the next call. False at the end, and where the line feed is
    /// missing or too far away: then <see cref="Position"/> is before the end.
    /// </summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            var length = rest.IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = rest[..length];
                _start += length + 1;
                return true;
            }

            if (!Fill())
            {
                line = default;
                return false;
            }
        }
    }

    public void Dispose() => _file.Dispose();

    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            if (_end > LongestLine)
                return false;
            Array.Resize(ref _buffer, 2 * _end);
        }

        var room = (int)Math.Min(_buffer.Length - _end, limit - _read);
        var count = room <= 0 ? 0 : RandomAccess.Read(_file, _buffer.AsSpan(_end, room), _read);
        _end += count;
        _read += count;
        return count > 0;
    }
}
