namespace McpAspire.Gateway.Routing.EventStreams;

/// <summary>
/// Knows whether the bytes so far end where an event ends: at a blank line (HTML standard, section 9.2.5). Lines that
/// end with a lone CR are legal too; nobody sends them, and their streams just get no comments.
/// </summary>
internal struct EventBoundary
{
    private const uint LfLf = 0x0A0A;
    private const uint LfCrLf = 0x0A0D0A;

    private bool _hasBegun;
    private uint _tail;

    /// <summary>Whether the next byte begins an event: nothing at all was sent yet, or a blank line was the last.</summary>
    public readonly bool IsBetweenEvents =>
        !_hasBegun || (_tail & 0xFFFF) == LfLf || (_tail & 0xFFFFFF) == LfCrLf;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;

        _hasBegun = true;
        foreach (var value in bytes[^Math.Min(3, bytes.Length)..])
            _tail = (_tail << 8) | value;
    }
}
