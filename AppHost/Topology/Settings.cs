using System.Globalization;

namespace McpAspire.AppHost.Topology;

/// <summary>What the operator chose for this start.</summary>
internal sealed record Settings(string DataDirectory, int GatewayPort, int IdentityPort, bool ResetAdministrator)
{
    public const string GatewayPortKey = "Ports:Gateway";
    public const string IdentityPortKey = "Ports:Identity";
    private const string DataDirectoryKey = "Data:Directory";
    private const string DataDirectoryVariable = "MCPASPIRE_DATA";

    /// <summary>Reads and checks everything, so that one start shows every mistake.</summary>
    public static Settings Read(IDistributedApplicationBuilder builder)
    {
        var errors = new List<string>();
        var settings = new Settings(
            ReadDataDirectory(builder, errors),
            ReadPort(builder, GatewayPortKey, 8080, errors),
            ReadPort(builder, IdentityPortKey, 9091, errors),
            ReadFlag(builder, CommandLine.ResetAdministrator, errors));
        var port = settings.GatewayPort;
        if (port == settings.IdentityPort)
            errors.Add($"{GatewayPortKey} and {IdentityPortKey} are both {port}: give them different ports.");
        PublicOrigin.Check(builder.Configuration, errors);
        return errors.Count == 0 ? settings : throw new SettingsException(errors);
    }

    /// <summary>A published application has its data where its volumes are mounted.</summary>
    private static string ReadDataDirectory(IDistributedApplicationBuilder builder, List<string> errors)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return "/data";
        var solution = Path.GetFullPath("..", builder.AppHostDirectory);
        var configured = builder.Configuration[DataDirectoryKey] ?? builder.Configuration[DataDirectoryVariable];
        var directory = Path.GetFullPath(configured is { Length: > 0 } ? configured : ".data", solution);
        if (File.Exists(directory))
            errors.Add($"{DataDirectoryKey} ({DataDirectoryVariable}) is the file {directory}: name a directory.");
        return directory;
    }

    private static int ReadPort(IDistributedApplicationBuilder builder, string key, int @default, List<string> errors)
    {
        if (builder.Configuration[key] is not { Length: > 0 } text)
            return @default;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= 65535)
            return port;
        errors.Add($"{key} is '{text}': give a number from 1 to 65535.");
        return @default;
    }

    private static bool ReadFlag(IDistributedApplicationBuilder builder, string key, List<string> errors)
    {
        if (builder.Configuration[key] is not { Length: > 0 } text)
            return false;
        if (!bool.TryParse(text, out var value))
            errors.Add($"{key} is '{text}': give true or false.");
        return value;
    }
}
