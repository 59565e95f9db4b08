using System.CommandLine;
using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Storage;

namespace McpAspire.Identity.Commands;

/// <summary>
/// Which data a command works on: that of the service's own settings, or a folder as ./run keeps it. ./run hands its
/// settings to the service alone, so they are derived here by the same rules.
/// </summary>
internal sealed class DataLocation
{
    private const string DefaultFolder = ".data";
    private const string FolderVariable = "MCPASPIRE_DATA";
    private const string Solution = "McpAspire.sln";
    private const string Database = $"{DatabaseOptions.Section}:identity";
    private const string Redis = $"{DatabaseOptions.Section}:redis";

    private const string Origin = $"{PerimeterOptions.Section}:PublicOrigin";

    /// <summary>Where ./run serves, unless it is told otherwise. No command answers a request there.</summary>
    private const string DefaultOrigin = "http://localhost:9091";

    /// <summary>Nobody listens there. A command that needs Redis says so; the others do without.</summary>
    private const string NoRedis = "127.0.0.1:1,connectRetry=0,connectTimeout=500";

    public Option<string?> Option { get; } = new("--data")
    {
        Description = "The data folder of ./run, like its --data (default: the service's settings, "
            + "else MCPASPIRE_DATA, else .data)",
        HelpName = "DIR",
        Recursive = true,
    };

    public void Configure(IConfigurationManager configuration, ParseResult parsed)
    {
        var folder = parsed.GetValue(Option);
        var settings = new Dictionary<string, string?>();
        if (folder is not null || string.IsNullOrEmpty(configuration[Database]))
        {
            var configured = folder ?? configuration[FolderVariable];
            var data = Path.Combine(
                Path.GetFullPath(string.IsNullOrEmpty(configured) ? DefaultFolder : configured, Home()), "identity");
            settings[Database] = $"Data Source={Path.Combine(data, "identity.db")}";
            settings["Identity:KeysDirectory"] = Path.Combine(data, "keys");
        }

        if (string.IsNullOrEmpty(configuration[Redis]))
            settings[Redis] = NoRedis;
        if (string.IsNullOrEmpty(configuration[Origin]))
            settings[Origin] = DefaultOrigin;
        configuration.AddInMemoryCollection(settings);
    }

    /// <summary>Where ./run resolves its folder; "dotnet run" starts a project in the project's own folder.</summary>
    private static string Home()
    {
        var here = new DirectoryInfo(Environment.CurrentDirectory);
        for (var folder = here; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
                return folder.FullName;
        }

        return here.FullName;
    }
}
