namespace McpAspire.OfflineAspire.Garnet;

internal static class GarnetArguments
{
    /// <summary>
    /// Left alone, Garnet listens on every address and takes 16 GiB. Lua scripts are atomic in transaction mode only.
    /// </summary>
    public static string[] For(string port, string? folder, string? password) =>
    [
        "--bind", "127.0.0.1",
        "--port", port,
        "--lua", "--lua-transaction-mode",
        "--memory", "64m", "--page", "1m", "--index", "4m",
        "-q", "--logger-level", "Warning",
        .. password is null ? [] : new[] { "--auth", "Password", "--password", password },
        .. folder is null ? [] : Persistence(folder),
    ];

    /// <summary>
    /// Every write goes to a log that is on disk a second later; the log is cut when it is large. The default device
    /// needs libaio, which a bare Debian does not have.
    /// </summary>
    private static string[] Persistence(string folder) =>
    [
        "--aof", "--aof-memory", "8m", "--aof-page-size", "2m", "--aof-commit-freq", "1000", "--aof-size-limit", "64m",
        "--recover", "--checkpointdir", folder, "--device-type", "RandomAccess",
    ];
}
