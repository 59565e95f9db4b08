using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Keys;

/// <summary>
/// Key files: made once, readable by their owner alone, the same for every replica that shares the folder.
/// </summary>
internal sealed class KeysDirectory
{
    private const string LockName = ".lock";
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>Another replica that makes a key at this moment is done long before.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _path;

    public KeysDirectory(IOptions<KeyOptions> options)
    {
        _path = Path.GetFullPath(options.Value.KeysDirectory
            ?? throw new InvalidOperationException("Identity:KeysDirectory is missing."));
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(_path);
        else
            Directory.CreateDirectory(_path, OwnerFolder);
    }

    public byte[] ReadOrCreate(string name, Func<byte[]> create)
    {
        var path = Path.Combine(_path, name);
        if (!File.Exists(path))
        {
            using var held = Lock();
            if (!File.Exists(path))
                Write(path, create());
        }

        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, OwnerFile);
        return File.ReadAllBytes(path);
    }

    public bool Contains(string name) => File.Exists(Path.Combine(_path, name));

    /// <summary>Null if it is not there, or not any more: another replica may remove it at this moment.</summary>
    public byte[]? TryRead(string name)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(_path, name));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public void Remove(string name) => File.Delete(Path.Combine(_path, name));

    /// <summary>The file appears complete or not at all.</summary>
    private static void Write(string path, byte[] content)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        using (var file = Open(draft, FileMode.CreateNew))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: false);
    }

    /// <summary>Moving without overwriting is not atomic on Unix, so only one replica at a time gets to it.</summary>
    private FileStream Lock()
    {
        FileStream? held = null;
        var isHeld = SpinWait.SpinUntil(() => (held = TryLock()) is not null, Patience);
        return isHeld && held is not null
            ? held
            : throw new IOException($"The file {LockName} in Identity:KeysDirectory stays locked by another process.");
    }

    private FileStream? TryLock()
    {
        try
        {
            return Open(Path.Combine(_path, LockName), FileMode.OpenOrCreate);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerFile;
        return new FileStream(path, options);
    }
}
