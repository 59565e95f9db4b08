using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Pipeline;

namespace McpAspire.Gateway.Bridge;

/// <summary>
/// Answers requests that cannot be passed through byte for byte: those to several servers, and those to a server that
/// speaks the other era. The client's leg ends here, and the servers' legs begin here.
/// </summary>
internal interface IBridge
{
    /// <summary>Answers a request that has passed all stages.</summary>
    Task AnswerAsync(McpRequest request, IServerView view);
}
