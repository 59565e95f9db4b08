using System.Text.Json;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>Tells the operator what is missing from the federation, once and not with every request.</summary>
internal sealed partial class ListLog(string server, ListTelemetry telemetry, ILogger<ListLog> logger)
{
    private const int MostNamed = 5;
    private const int MostOfName = 80;

    public void Report(ListKind kind, ListState before, ListState after)
    {
        telemetry.Read(server, kind, after.Failure?.Reason ?? "read");
        if (after.Failure is { } failure)
        {
            if (before.Failure?.Reason != failure.Reason)
                LogMissing(server, kind.Method, failure.Reason);
            return;
        }

        if (before.Failure is not null)
            LogBack(server, kind.Method);
        if (before.List is null || !before.List.Flaws.SequenceEqual(after.List!.Flaws))
            ReportFlaws(kind, after.List!);
    }

    public void Failed(ListKind kind, Exception exception) => LogFailed(exception, server, kind.Method);

    private void ReportFlaws(ListKind kind, ServerList list)
    {
        foreach (var flaws in list.Flaws.GroupBy(it => it.Flaw))
        {
            var keys = flaws.Select(it => it.Key).Distinct(StringComparer.Ordinal).ToArray();
            var some = string.Join(", ", keys.Take(MostNamed).Select(Safe));
            LogNotShown(server, keys.Length, kind.Member, flaws.Key, some);
        }
    }

    /// <summary>What a server calls its things may be written to forge lines of a log.</summary>
    private static string Safe(string key) =>
        $"'{JsonEncodedText.Encode(key.Length > MostOfName ? key[..MostOfName] : key)}'";

    [LoggerMessage(
        LogLevel.Warning, "{Server} is missing from {List} of the federation until it answers again: {Reason}")]
    private partial void LogMissing(string server, string list, string reason);

    [LoggerMessage(LogLevel.Information, "{Server} is back in {List} of the federation")]
    private partial void LogBack(string server, string list);

    [LoggerMessage(
        LogLevel.Warning, "{Server} offers {Count} {Things} that the federation does not show: {Flaw}, such as {Keys}")]
    private partial void LogNotShown(string server, int count, string things, ListFlaw flaw, string keys);

    [LoggerMessage(LogLevel.Error, "Reading {List} of {Server} failed by a defect")]
    private partial void LogFailed(Exception exception, string server, string list);
}
