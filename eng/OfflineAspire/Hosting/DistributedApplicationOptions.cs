using System.Reflection;

namespace Aspire.Hosting;

/// <summary>How an application is created.</summary>
public sealed class DistributedApplicationOptions
{
    public string[]? Args { get; set; }

    /// <summary>The assembly that describes the application; by default the one that was started.</summary>
    public string? AssemblyName { get; set; }

    public string? ProjectDirectory { get; set; }

    public bool DisableDashboard { get; set; }

    public bool AllowUnsecuredTransport { get; set; }

    /// <summary>Sends the lines of resources to the log instead of the terminal, as tests want it.</summary>
    public bool EnableResourceLogging { get; set; }

    internal Assembly? Assembly => AssemblyName is null ? Assembly.GetEntryAssembly() : Assembly.Load(AssemblyName);
}
