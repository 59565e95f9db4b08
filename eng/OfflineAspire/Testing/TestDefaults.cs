using System.Reflection;
using McpAspire.OfflineAspire.Running;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>What the testing builder sets unless the test does.</summary>
internal static class TestDefaults
{
    public static void Apply(
        DistributedApplicationOptions options,
        HostApplicationBuilderSettings settings,
        Assembly assembly,
        string[] args)
    {
        options.Args ??= args;
        options.AssemblyName = assembly.GetName().Name;
        options.DisableDashboard = true;
        options.EnableResourceLogging = true;
        settings.ApplicationName = assembly.GetName().Name;
        var directory = BuildMetadata.Read(assembly, BuildMetadata.ProjectDirectory);
        if (Directory.Exists(directory))
            settings.ContentRootPath = directory;

        var defaults = new Dictionary<string, string?>
        {
            [PortAllocator.RandomizePorts] = "true",
            ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:4317",
        };
        foreach (var (name, value) in LaunchProfileVariables(directory))
        {
            defaults[name] = value;
            if (name.StartsWith("DOTNET_", StringComparison.OrdinalIgnoreCase))
                defaults[name["DOTNET_".Length..]] = value;
        }

        (settings.Configuration ??= new()).AddInMemoryCollection(defaults);
    }

    /// <summary>The first profile is the one that "dotnet run" takes.</summary>
    private static IEnumerable<(string Name, string? Value)> LaunchProfileVariables(string? directory)
    {
        var file = Path.Combine(directory ?? "", "Properties", "launchSettings.json");
        if (!File.Exists(file))
            return [];
        var profile = new ConfigurationBuilder().AddJsonFile(file).Build().GetSection("profiles").GetChildren().First();
        return profile.GetSection("environmentVariables").GetChildren().Select(entry => (entry.Key, entry.Value));
    }
}
