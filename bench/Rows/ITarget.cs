using System.Net;
using McpAspire.Bench.Wire;
using McpAspire.Bench.Workloads;

namespace McpAspire.Bench.Rows;

/// <summary>Where a row is reached, and what a call looks like there.</summary>
internal interface ITarget
{
    IPEndPoint Address { get; }

    /// <summary>The call for one connection; null if the server cannot be asked for it.</summary>
    RequestBytes? Request(McpCall call, int connection);
}
