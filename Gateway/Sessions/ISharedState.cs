namespace McpAspire.Gateway.Sessions;

/// <summary>
/// What all replicas of the gateway know. Keys are <c>gw:…</c> and hold no secret: what is secret is hashed into them.
/// </summary>
internal interface ISharedState
{
    ValueTask<byte[]?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Sets a value that is forgotten after <paramref name="lifetime"/>.</summary>
    ValueTask SetAsync(string key, ReadOnlyMemory<byte> value, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>Sets a value if there is none, and says whether it did: of two replicas one wins.</summary>
    ValueTask<bool> TryAddAsync(
        string key, ReadOnlyMemory<byte> value, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces a value if it is still the expected one, and says whether it did: what another replica has changed or
    /// ended meanwhile is neither lost nor begun anew.
    /// </summary>
    ValueTask<bool> TryReplaceAsync(
        string key,
        ReadOnlyMemory<byte> expected,
        ReadOnlyMemory<byte> value,
        TimeSpan lifetime,
        CancellationToken cancellationToken);

    /// <summary>Lets a value live on for <paramref name="lifetime"/> from now; false if it has gone.</summary>
    ValueTask<bool> ProlongAsync(string key, TimeSpan lifetime, CancellationToken cancellationToken);

    ValueTask<bool> RemoveAsync(string key, CancellationToken cancellationToken);

    /// <summary>Removes a value if it is still the expected one, and says whether it did.</summary>
    ValueTask<bool> TryRemoveAsync(
        string key, ReadOnlyMemory<byte> expected, CancellationToken cancellationToken);
}
