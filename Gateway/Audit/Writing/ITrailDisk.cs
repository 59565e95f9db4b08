using Microsoft.Win32.SafeHandles;

namespace McpAspire.Gateway.Audit.Writing;

/// <summary>What the trail does to a disk; tests let it fail in the middle.</summary>
internal interface ITrailDisk
{
    /// <summary>Opens a file for writing; it belongs to whoever runs the gateway.</summary>
    SafeFileHandle Open(string path, FileMode mode);

    void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Returns when what has been written outlasts a loss of power.</summary>
    void Flush(SafeFileHandle file);

    void SetLength(SafeFileHandle file, long length);

    void Delete(string path);

    /// <summary>Returns when names of new files outlast a loss of power.</summary>
    void FlushNames(string directory);
}
