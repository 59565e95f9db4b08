using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream.Messages;

namespace McpAspire.Gateway.Upstream.Modern;

/// <summary>
/// Repeats arguments in headers for clients that know nothing of it (SEP-2243). Which ones is learnt when a server
/// refuses a call because they are missing: it has executed nothing then, so that the call can be made again.
/// </summary>
internal sealed class RepeatedArguments
{
    private const int MaxTools = 1000;
    private const int MaxPages = 200;

    private readonly ConcurrentDictionary<string, RepeatedArgument[]> _known = new(StringComparer.Ordinal);

    /// <param name="call">A call of a tool.</param>
    /// <param name="send">Sends it, and other requests of the same caller.</param>
    public async Task<UpstreamAnswer> CallAsync(UpstreamCall call, Func<UpstreamCall, Task<UpstreamAnswer>> send)
    {
        var tool = call.Target!;
        var answer = await send(_known.TryGetValue(tool, out var known) ? With(call, known) : call);
        if (!answer.IsError || StrictText.CodeOf(answer.Json.Span) != JsonRpcErrorCode.HeaderMismatch
            || await FindAsync(call, send) is not { Length: > 0 } wanted)
            return answer;

        answer.Dispose();
        if (_known.Count >= MaxTools)
            _known.Clear();
        _known[tool] = wanted;
        return await send(With(call, wanted));
    }

    private static UpstreamCall With(UpstreamCall call, RepeatedArgument[] wanted)
    {
        using var document = JsonDocument.Parse(call.Parameters);
        if (!document.RootElement.TryGetProperty("arguments", out var arguments))
            return call;

        var headers = new HeaderDictionary();
        foreach (var argument in wanted)
        {
            if (argument.ValueIn(arguments) is { } value)
                headers[argument.Header] = value;
        }

        return call with { ParameterHeaders = headers };
    }

    /// <summary>What the tool's schema says now; null if it is not listed for this caller.</summary>
    private static async Task<RepeatedArgument[]?> FindAsync(
        UpstreamCall call, Func<UpstreamCall, Task<UpstreamAnswer>> send)
    {
        var cursor = "{}";
        for (var page = 0; page < MaxPages; page++)
        {
            using var answer = await send(new UpstreamCall(call.Caller, "tools/list", Encoding.UTF8.GetBytes(cursor)));
            using var document = answer.IsError ? null : JsonDocument.Parse(answer.Json);
            if (document is null || !document.RootElement.TryGetProperty("tools", out var tools)
                || tools.ValueKind != JsonValueKind.Array)
                return null;

            foreach (var tool in tools.EnumerateArray())
            {
                if (tool.ValueKind == JsonValueKind.Object && tool.TryGetProperty("name", out var name)
                    && name.ValueKind == JsonValueKind.String && name.ValueEquals(call.Target))
                    return RepeatedArgument.Of(tool);
            }

            if (!document.RootElement.TryGetProperty("nextCursor", out var next)
                || next.ValueKind != JsonValueKind.String)
                return null;
            cursor = $$"""{"cursor":{{next.GetRawText()}}}""";
        }

        return null;
    }
}
