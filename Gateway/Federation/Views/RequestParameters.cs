using McpAspire.Gateway.Federation.Results;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Federation.Views;

/// <summary>Parameters of requests in the names of the server that gets them.</summary>
internal static class RequestParameters
{
    /// <summary>The object <c>params</c> with another target; the same bytes if the target stays.</summary>
    public static ReadOnlyMemory<byte> WithTarget(JsonRpcMessage message, ReadOnlyMemory<byte> body, string target)
    {
        if (message.Target == target)
            return body[message.Content];

        var (start, length) = message.Content.GetOffsetAndLength(body.Length);
        var (at, size) = message.TargetValue.GetOffsetAndLength(body.Length);
        return JsonSplice.Replace(body.Span.Slice(start, length), (at - start)..(at - start + size), target);
    }
}
