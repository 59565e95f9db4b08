using McpAspire.Gateway.Audit.Writing;
using Microsoft.Win32.SafeHandles;

namespace McpAspire.Gateway.Tests.Audit.Hosting;

/// <summary>
/// The real disk, until it is full or the machine stops: then a write gets only as far as there is room.
/// </summary>
internal sealed class FaultyDisk : ITrailDisk
{
    private readonly TrailDisk _disk = new();

    /// <summary>How many bytes can still be written; deletions and cuts need none.</summary>
    public long Room { get; set; } = long.MaxValue;

    /// <summary>Whether nothing happens any more, as after the machine has stopped.</summary>
    public bool IsDead { get; set; }

    public int Flushes { get; private set; }

    /// <summary>Completed by a test to let a flush return.</summary>
    public ManualResetEventSlim? Hang { get; set; }

    public SafeFileHandle Open(string path, FileMode mode)
    {
        Check(mode == FileMode.Create ? 1 : 0);
        return _disk.Open(path, mode);
    }

    public void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        var fits = (int)Math.Min(Room, bytes.Length);
        if (!IsDead)
            _disk.Write(file, bytes[..fits], offset);
        Check(bytes.Length);
    }

    public void Flush(SafeFileHandle file)
    {
        Hang?.Wait(TestContext.Current.CancellationToken);
        Check(0);
        Flushes++;
        _disk.Flush(file);
    }

    public void SetLength(SafeFileHandle file, long length)
    {
        Check(0);
        _disk.SetLength(file, length);
    }

    public void Delete(string path)
    {
        Check(0);
        _disk.Delete(path);
    }

    public void FlushNames(string directory)
    {
        Check(0);
        _disk.FlushNames(directory);
    }

    private void Check(int bytes)
    {
        var isEnough = Room >= bytes;
        Room -= Math.Min(Room, bytes);
        IsDead |= !isEnough && DiesWhenFull;
        if (!isEnough || IsDead)
            throw new IOException("No space left on device");
    }

    /// <summary>Whether the machine stops where there is no more room, so that every byte can be the last.</summary>
    public bool DiesWhenFull { get; set; }
}
