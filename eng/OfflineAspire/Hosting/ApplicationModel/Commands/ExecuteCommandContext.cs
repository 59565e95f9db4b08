namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a command is given.</summary>
public sealed class ExecuteCommandContext
{
    public required IServiceProvider Services { get; init; }

    public required string ResourceName { get; init; }

    public required CancellationToken CancellationToken { get; init; }
}
