using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpAspire.Gateway.Audit.Writing;

/// <summary>The disk itself.</summary>
internal sealed class TrailDisk : ITrailDisk
{
    private const int ReadOnly = 0;
    private const int CloseOnExec = 0x80000;

    public SafeFileHandle Open(string path, FileMode mode)
    {
        if (mode != FileMode.Open)
        {
            var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            new FileStream(path, options).Dispose();
        }

        return File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
    }

    public void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset) =>
        RandomAccess.Write(file, bytes, offset);

    /// <summary>The time of a file's last change need not outlast anything, and costs as much as the data.</summary>
    public void Flush(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
            RandomAccess.FlushToDisk(file);
        else if (FDataSync(file) != 0)
            throw new IOException($"A file of the trail cannot be flushed: error {Marshal.GetLastPInvokeError()}.");
    }

    public void SetLength(SafeFileHandle file, long length) => RandomAccess.SetLength(file, length);

    public void Delete(string path) => File.Delete(path);

    /// <summary>The framework opens no directories. Windows needs none of this.</summary>
    public void FlushNames(string directory)
    {
        if (OperatingSystem.IsWindows())
            return;

        var descriptor = Open(directory, OperatingSystem.IsLinux() ? ReadOnly | CloseOnExec : ReadOnly);
        if (descriptor < 0)
            throw new IOException($"{directory} cannot be opened: error {Marshal.GetLastPInvokeError()}.");

        var isFlushed = FSync(descriptor) == 0;
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (!isFlushed)
            throw new IOException($"{directory} cannot be flushed: error {error}.");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static extern int FDataSync(SafeFileHandle file);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int FSync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
