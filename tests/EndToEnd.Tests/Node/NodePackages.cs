using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using McpAspire.EndToEnd.Tests.Processes;
using McpAspire.Shared;

namespace McpAspire.EndToEnd.Tests.Node;

/// <summary>
/// The npm packages under <c>node/</c>, installed exactly as their lock files say, and the Node.js that runs them.
/// </summary>
internal static class NodePackages
{
    private const string RuntimeFolder = "runtime";
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);

    private static readonly ConcurrentDictionary<string, Lazy<Task>> Installations = new();

    /// <summary>Installs <c>node/{folderName}</c> unless that has been done, and answers the folder's path.</summary>
    public static async Task<string> EnsureAsync(string folderName, CancellationToken cancellationToken = default)
    {
        var folder = Path.Combine(SourceTree.Project, "node", folderName);
        var installation = Installations.GetOrAdd(folder, static path => new Lazy<Task>(() => InstallAsync(path)));
        await installation.Value.WaitAsync(cancellationToken);
        return folder;
    }

    /// <summary>The path of a Node.js of version 22: what Debian 12 has is too old for these packages.</summary>
    public static async Task<string> NodeAsync(CancellationToken cancellationToken = default)
    {
        var modules = Path.Combine(await EnsureAsync(RuntimeFolder, cancellationToken), "node_modules");
        var executable = OperatingSystem.IsWindows() ? "node.exe" : "node";
        // There is a package for each platform, and npm installs the one that fits.
        return Directory.EnumerateDirectories(modules, "node-*")
            .Select(package => Path.Combine(package, "bin", executable))
            .FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"No {executable} under {modules}: delete that folder and try again.");
    }

    private static async Task InstallAsync(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "package-lock.json")))
            throw new DirectoryNotFoundException($"{folder} holds no package-lock.json.");
        if (IsInstalled(folder)) return;

        // Two test processes may start at once, and npm does not guard a folder against a second npm.
        await using var exclusive = await LockAsync(folder);
        if (IsInstalled(folder)) return;

        var npm = await ChildProcess.RunAsync(
            OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
            ["ci", "--no-audit", "--no-fund", "--loglevel=error"],
            folder,
            InstallLimit);
        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"npm ci failed in {folder} ({npm.ExitCode}):\n{npm.Output}");
    }

    /// <summary>npm writes the hidden lock file last: its age tells whether all is there, and current.</summary>
    private static bool IsInstalled(string folder) =>
        File.GetLastWriteTimeUtc(Path.Combine(folder, "node_modules", ".package-lock.json"))
            >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json"));

    private static async Task<FileStream> LockAsync(string folder)
    {
        var name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..16];
        var path = Path.Combine(Path.GetTempPath(), $"mcpaspire-npm-{name}.lock");
        FileStream? locked = null;
        await Eventually.HoldsAsync(
            () => (locked = TryLock(path)) is not null, $"no other npm ci holds {path}", InstallLimit);
        return locked!;
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
