using McpAspire.Gateway.Pipeline;

namespace McpAspire.Gateway.Upstream;

/// <summary>A server has no answer that can be used.</summary>
/// <param name="refusal">What the caller hears.</param>
/// <param name="cause">What the operator learns, beyond the refusal's reason.</param>
internal sealed class UpstreamException(Refusal refusal, Exception? cause = null) : Exception(refusal.Reason, cause)
{
    public Refusal Refusal { get; } = refusal;
}
