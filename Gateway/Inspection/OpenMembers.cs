using System.Buffers;

namespace McpAspire.Gateway.Inspection;

/// <summary>
/// The names seen so far in each object that is still open, as hashes. What is closed is forgotten, so that a list of
/// any length takes as much memory as its largest element.
/// </summary>
internal struct OpenMembers : IDisposable
{
    /// <summary>All open objects together; whoever needs more sends data that no model reads.</summary>
    private const int MaxNames = 64 * 1024;

    private const int InitialNames = 128;
    private const int LargeObject = 64;

    // The names of the innermost object are above _start; below them is where the next outer one starts.
    private ulong[]? _names;
    private int _count;
    private int _start;
    private Dictionary<int, HashSet<ulong>>? _large;

    public readonly bool IsFull => _count >= MaxNames;

    public void Open()
    {
        Push((ulong)_start);
        _start = _count;
    }

    public void Close()
    {
        _large?.Remove(_start);
        _count = _start - 1;
        _start = (int)_names![_count];
    }

    /// <summary>Adds a name to the innermost object; false if it is there already.</summary>
    public bool TryAdd(ulong name)
    {
        var siblings = _names.AsSpan(_start, _count - _start);
        var isNew = siblings.Length < LargeObject ? !siblings.Contains(name) : Siblings(siblings).Add(name);
        if (isNew)
            Push(name);
        return isNew;
    }

    public void Clear()
    {
        (_count, _start) = (0, 0);
        _large = null;
    }

    public void Dispose()
    {
        if (_names is { } rented)
            ArrayPool<ulong>.Shared.Return(rented);
        _names = null;
        Clear();
    }

    private HashSet<ulong> Siblings(ReadOnlySpan<ulong> names)
    {
        _large ??= [];
        if (!_large.TryGetValue(_start, out var set))
            _large[_start] = set = [.. names];
        return set;
    }

    private void Push(ulong value)
    {
        _names ??= ArrayPool<ulong>.Shared.Rent(InitialNames);
        if (_count == _names.Length)
        {
            var larger = ArrayPool<ulong>.Shared.Rent(_count * 2);
            _names.AsSpan().CopyTo(larger);
            ArrayPool<ulong>.Shared.Return(_names);
            _names = larger;
        }

        _names[_count++] = value;
    }
}
