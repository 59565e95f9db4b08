namespace McpAspire.Identity.Storage;

/// <summary>The file of an SQLite database: private to its owner, and lockable while its schema changes.</summary>
internal static class DatabaseFile
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int Attempts = 600;
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);

    public static async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        var file = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        // Password hashes lie in it; SQLite gives its side files the mode of the main one.
        if (!File.Exists(file))
            await Open(file, FileMode.OpenOrCreate, FileShare.ReadWrite).DisposeAsync();

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Open($"{file}.migrating", FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException) when (attempt < Attempts)
            {
                await Task.Delay(Retry, cancellationToken);
            }
        }
    }

    private static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerFile;
        return new FileStream(path, options);
    }
}
