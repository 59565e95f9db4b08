namespace McpAspire.AppHost.Topology;

internal static class PrivateDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>A folder below the data directory, made when the application starts, for its owner alone.</summary>
    public static string Path(IDistributedApplicationBuilder builder, string dataDirectory, string name)
    {
        var directory = System.IO.Path.Combine(dataDirectory, name);
        if (builder.ExecutionContext.IsRunMode)
        {
            builder.Eventing.Subscribe<BeforeStartEvent>((_, _) =>
            {
                Create(directory);
                return Task.CompletedTask;
            });
        }

        return directory;
    }

    private static void Create(string directory)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(directory);
            else
                Directory.CreateDirectory(directory, OwnerOnly);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException(
                [$"{directory} cannot be made ({error.Message}): choose another Data:Directory."]);
        }
    }
}
