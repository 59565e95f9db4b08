using System.Text;
using System.Text.Json;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream.Messages;

namespace McpAspire.Gateway.Upstream.Legacy;

/// <summary>
/// Log levels belong to a session here and to a request there. A modern caller hears only what its request asked for,
/// whatever the session is set to.
/// </summary>
internal static class LogLevels
{
    public static UpstreamCall Set(UpstreamCaller caller, string level) =>
        new(caller, "logging/setLevel", Encoding.UTF8.GetBytes($$"""{"level":"{{JsonEncodedText.Encode(level)}}"}"""));

    public static IUpstreamTalk Filter(UpstreamCaller caller, IUpstreamTalk talk) =>
        caller.Era == McpEra.Modern ? new Filtered(talk, caller.LogLevel) : talk;

    private static bool IsWanted(string? least, ReadOnlySpan<byte> parameters)
    {
        if (least is null)
            return false;
        if (parameters.IsEmpty)
            return true;

        var members = new JsonMembers(parameters);
        while (members.Next())
        {
            if (members.Is("level"u8))
                return LogSeverity.Includes(least, members.Text());
        }

        return true;
    }

    private sealed class Filtered(IUpstreamTalk talk, string? least) : IUpstreamTalk
    {
        public ValueTask NotifiedAsync(string method, ReadOnlyMemory<byte> parameters) =>
            method == "notifications/message" && !IsWanted(least, parameters.Span)
                ? default
                : talk.NotifiedAsync(method, parameters);

        public Task<UpstreamAnswer> AskedAsync(
            string method, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken) =>
            talk.AskedAsync(method, parameters, cancellationToken);
    }
}
