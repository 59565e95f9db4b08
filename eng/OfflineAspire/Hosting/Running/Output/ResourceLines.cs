namespace McpAspire.OfflineAspire.Running;

/// <summary>Passes a resource's lines on and remembers the last ones for the case that it crashes.</summary>
internal sealed class ResourceLines(string resource, IOutput output)
{
    private const int Remembered = 20;
    private readonly Queue<string> _last = new(Remembered);

    public void Write(string line)
    {
        lock (_last)
        {
            if (_last.Count == Remembered)
                _last.Dequeue();
            _last.Enqueue(line);
        }

        output.Line(resource, line);
    }

    public string[] Last()
    {
        lock (_last)
            return [.. _last];
    }
}
