namespace McpAspire.Gateway.Audit.Writing;

/// <summary>Rows that are written together, with one flush for all.</summary>
internal sealed class Batch
{
    private readonly List<int> _ends = [];
    private byte[] _bytes = new byte[16 * 1024];

    /// <summary>Completed when all of them are on disk.</summary>
    public TaskCompletionSource Completion { get; private set; } = New();

    public int Count => _ends.Count;

    public int Bytes => _ends.Count == 0 ? 0 : _ends[^1];

    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var start = index == 0 ? 0 : _ends[index - 1];
            return _bytes.AsSpan(start, _ends[index] - start);
        }
    }

    public void Add(ReadOnlySpan<byte> members)
    {
        var (start, end) = (Bytes, Bytes + members.Length);
        if (end > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(end, 2 * _bytes.Length));
        members.CopyTo(_bytes.AsSpan(start));
        _ends.Add(end);
    }

    public void Clear()
    {
        _ends.Clear();
        Completion = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
