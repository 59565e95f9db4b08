namespace McpAspire.OfflineAspire.Running;

/// <summary>Passes a resource's lines on and remembers the last ones for the case that it crashes.</summary>
internal sealed class ResourceLines(string resource, IOutput output)
{
    private const int Remembered = 20;
    private readonly Queue<string> last = new(Remembered);

    public void Write(string line)
    {
        lock (last)
        {
            if (last.Count == Remembered)
                last.Dequeue();
            last.Enqueue(line);
        }

        output.Line(resource, line);
    }

    public string[] Last()
    {
        lock (last)
            return [.. last];
    }
}
