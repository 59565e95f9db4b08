using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Lets the testing builder take part in what the entry point of an application does.</summary>
internal abstract class EntryPointObserver
{
    private static readonly AsyncLocal<EntryPointObserver?> Observer = new();

    public static EntryPointObserver? Current
    {
        get => Observer.Value;
        set => Observer.Value = value;
    }

    public abstract void OnConstructing(DistributedApplicationOptions options, HostApplicationBuilderSettings settings);

    public abstract void OnBuilding(DistributedApplicationBuilder builder);

    public abstract Task RunAsync(DistributedApplication application, Func<Task> start);
}
