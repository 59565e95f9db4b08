using System.Collections.Concurrent;
using McpAspire.OfflineAspire.Running;

namespace McpAspire.AppHost.Tests.Offline;

internal sealed class RecordedOutput : IOutput
{
    public ConcurrentQueue<(string Resource, string Text)> Lines { get; } = [];

    public ConcurrentQueue<string> Notices { get; } = [];

    public ConcurrentQueue<string> Problems { get; } = [];

    public void Line(string resource, string text) => Lines.Enqueue((resource, text));

    public void Notice(string text) => Notices.Enqueue(text);

    public void Problem(string text) => Problems.Enqueue(text);
}
