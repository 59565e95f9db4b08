using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>One execution of an entry point, which waits where the test has not yet said to go on.</summary>
internal sealed class EntryPointRun(
    Assembly assembly,
    string[] args,
    Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure) : EntryPointObserver
{
    private readonly TaskCompletionSource<DistributedApplicationBuilder> _described =
        NewSource<DistributedApplicationBuilder>();

    private readonly TaskCompletionSource<DistributedApplication> _built = NewSource<DistributedApplication>();
    private readonly TaskCompletionSource<bool> _mayBuild = NewSource<bool>();
    private readonly TaskCompletionSource<bool> _mayStart = NewSource<bool>();
    private readonly TaskCompletionSource<bool> _started = NewSource<bool>();
    private readonly TaskCompletionSource<bool> _ended = NewSource<bool>();
    private IHostApplicationLifetime? _lifetime;

    public Task<DistributedApplicationBuilder> BeginAsync(CancellationToken cancellationToken)
    {
        // A thread of its own: it waits for the test, which may need all threads of the pool.
        new Thread(Invoke) { IsBackground = true, Name = assembly.GetName().Name }.Start();
        return _described.Task.WaitAsync(cancellationToken);
    }

    public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken)
    {
        _mayBuild.TrySetResult(true);
        return _built.Task.WaitAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _mayStart.TrySetResult(true);
        return _started.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Stops what runs, or abandons an entry point that was not let further.</summary>
    public async Task EndAsync()
    {
        _mayBuild.TrySetCanceled();
        _mayStart.TrySetCanceled();
        _lifetime?.StopApplication();
        await _ended.Task;
    }

    public override void OnConstructing(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
        TestDefaults.Apply(options, settings, assembly, args);
        configure(options, settings);
    }

    public override void OnBuilding(DistributedApplicationBuilder builder)
    {
        _described.TrySetResult(builder);
        _mayBuild.Task.GetAwaiter().GetResult();
    }

    public override async Task RunAsync(DistributedApplication application, Func<Task> start)
    {
        _built.TrySetResult(application);
        await _mayStart.Task;
        _lifetime = application.Services.GetRequiredService<IHostApplicationLifetime>();
        await start();
        _started.TrySetResult(true);
    }

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Invoke()
    {
        Current = this;
        try
        {
            assembly.EntryPoint!.Invoke(null, assembly.EntryPoint.GetParameters().Length == 0 ? null : [args]);
            Fail(new InvalidOperationException($"The entry point of {assembly.GetName().Name} ended too early."));
        }
        catch (TargetInvocationException error)
        {
            Fail(error.InnerException!);
        }

        _ended.TrySetResult(true);
    }

    /// <summary>Reaches whoever still waits for the entry point; for the others it is too late to matter.</summary>
    private void Fail(Exception error)
    {
        _described.TrySetException(error);
        _built.TrySetException(error);
        _started.TrySetException(error);
    }
}
