using McpAspire.Bench.Processes;
using McpAspire.Bench.Workloads;

namespace McpAspire.Bench.Rows;

/// <summary>One server that is up and measured.</summary>
internal sealed class Row(string name, ITarget target, ServerProcess process) : IAsyncDisposable
{
    public const string BareYarp = "bare YARP";

    public string Name => name;

    public ITarget Target => target;

    /// <summary>Whether it is somebody else's MCP gateway.</summary>
    public bool IsPeer { get; init; }

    /// <summary>The processes whose time and memory count.</summary>
    public IReadOnlyList<int> Measured { get; init; } = [process.Id];

    /// <summary>The process belongs to another row, which ends it.</summary>
    public bool IsBorrowed { get; init; }

    public bool Serves(Workload workload) =>
        (!IsPeer || workload.IsForPeers) && target.Request(workload.Call, 0) is not null;

    public ValueTask DisposeAsync() => IsBorrowed ? ValueTask.CompletedTask : process.DisposeAsync();
}
