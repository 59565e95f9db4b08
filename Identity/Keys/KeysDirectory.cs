using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Keys;

/// <summary>Key files: made once, readable by their owner alone, the same for every replica that shares the folder.</summary>
internal sealed class KeysDirectory
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

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
            Create(path, create());
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, OwnerFile);
        return File.ReadAllBytes(path);
    }

    /// <summary>
    /// The file appears complete or not at all, and where two replicas start together the first one's key stays.
    /// </summary>
    private static void Create(string path, byte[] content)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerFile;
        using (var file = new FileStream(draft, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
