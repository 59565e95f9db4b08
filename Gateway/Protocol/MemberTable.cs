using System.Buffers;
using System.Runtime.InteropServices;

namespace McpAspire.Gateway.Protocol;

/// <summary>
/// Finds members that occur twice in one object, over all objects of a document at once. Two parsers may disagree on
/// which of two equal members counts, so that what was authorized and what is executed could differ.
/// Names are compared after unescaping; the hash is keyed per process, because otherwise a body of a million names
/// with one hash would occupy a core for minutes.
/// </summary>
internal ref struct MemberTable(ReadOnlySpan<byte> document, Span<MemberTable.Slot> initial)
{
    /// <summary>As many slots as usual messages need; they fit on the stack.</summary>
    public const int InitialSlots = 128;

    private readonly ReadOnlySpan<byte> _document = document;
    private Span<Slot> _slots = initial;
    private Slot[]? _rented;
    private byte[]? _unescaped;
    private int _unescapedLength;
    private int _count;

    /// <summary>Adds a member whose name stands in the document as it is.</summary>
    public bool TryAdd(int scope, int start, int length) =>
        TryAdd(new Slot(scope, start, length, Hash(scope, _document.Slice(start, length))));

    /// <summary>Where a caller writes an unescaped name, for <see cref="TryAddUnescaped"/>.</summary>
    public Span<byte> Scratch(int length)
    {
        // All unescaped names together are shorter than the document, so that one rented array is enough.
        _unescaped ??= ArrayPool<byte>.Shared.Rent(_document.Length);
        return _unescaped.AsSpan(_unescapedLength, length);
    }

    /// <summary>Adds the name just written into <see cref="Scratch"/>.</summary>
    public bool TryAddUnescaped(int scope, int length)
    {
        var start = _unescapedLength;
        _unescapedLength += length;
        return TryAdd(new Slot(scope, ~start, length, Hash(scope, _unescaped.AsSpan(start, length))));
    }

    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<Slot>.Shared.Return(_rented);
        if (_unescaped is not null)
            ArrayPool<byte>.Shared.Return(_unescaped);
    }

    private bool TryAdd(Slot slot)
    {
        if (_count >= _slots.Length / 2)
            Grow();

        ref var place = ref Find(_slots, slot);
        if (place.Scope != 0)
            return false;

        place = slot;
        _count++;
        return true;
    }

    /// <summary>The slot that holds an equal name of the same object, or the free one where it would go.</summary>
    private readonly ref Slot Find(Span<Slot> table, in Slot wanted)
    {
        var mask = table.Length - 1;
        for (var i = wanted.Hash & mask; ; i = (i + 1) & mask)
        {
            ref var slot = ref table[i];
            if (slot.Scope == 0
                || (slot.Hash == wanted.Hash && slot.Scope == wanted.Scope && Name(slot).SequenceEqual(Name(wanted))))
                return ref slot;
        }
    }

    private readonly ReadOnlySpan<byte> Name(in Slot slot) =>
        slot.Start >= 0 ? _document.Slice(slot.Start, slot.Length) : _unescaped.AsSpan(~slot.Start, slot.Length);

    private void Grow()
    {
        var wanted = _slots.Length * 4;
        var larger = ArrayPool<Slot>.Shared.Rent(wanted);
        var table = larger.AsSpan(0, wanted);
        table.Clear();
        foreach (ref readonly var slot in _slots)
        {
            if (slot.Scope != 0)
                Find(table, slot) = slot;
        }

        if (_rented is not null)
            ArrayPool<Slot>.Shared.Return(_rented);
        _rented = larger;
        _slots = table;
    }

    /// <summary>String hashing is Marvin with a random key; it reads two bytes as one character here.</summary>
    private static int Hash(int scope, ReadOnlySpan<byte> name)
    {
        var tail = (name.Length & 1) == 0 ? 256 : name[^1];
        return HashCode.Combine(string.GetHashCode(MemoryMarshal.Cast<byte, char>(name)), tail, scope);
    }

    /// <summary>One name: its object (0: free slot), and where it stands (negative: among the unescaped).</summary>
    internal readonly record struct Slot(int Scope, int Start, int Length, int Hash);
}
