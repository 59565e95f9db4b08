namespace Aspire.Hosting.Testing;

/// <summary>The application of an entry point that does what the test says.</summary>
internal sealed class TestedApplication(DistributedApplication application, EntryPointRun run)
    : DistributedApplication(application)
{
    public override Task StartAsync(CancellationToken cancellationToken = default) => run.StartAsync(cancellationToken);

    public override Task StopAsync(CancellationToken cancellationToken = default) =>
        run.EndAsync().WaitAsync(cancellationToken);

    public override void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public override async ValueTask DisposeAsync() => await run.EndAsync();
}
