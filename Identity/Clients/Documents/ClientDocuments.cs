using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;

namespace McpAspire.Identity.Clients.Documents;

/// <summary>
/// Sees to it that a client whose id is an address is known, and as its document describes it, before a request of that
/// client is looked at.
/// </summary>
internal sealed partial class ClientDocuments(
    DocumentCache cache,
    DocumentReader reader,
    OwnOrigins own,
    IServiceScopeFactory scopes,
    IOptions<DocumentOptions> options,
    TimeProvider clock,
    ILogger<ClientDocuments> logger)
{
    private static readonly TimeSpan UsualLifetime = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Lazy<Task<Resolution>>> _reading = new(StringComparer.Ordinal);

    /// <summary>
    /// Where the document has to be fresh, a client whose document cannot be read is refused. Elsewhere it is given
    /// grace.
    /// </summary>
    public async Task<Resolution> ResolveAsync(
        string? clientId, string caller, bool mustBeFresh, CancellationToken cancellationToken)
    {
        if (!DocumentAddress.IsMeant(clientId))
            return Resolution.Done;

        var known = await FindAsync(clientId, cancellationToken);
        if (known is { Origin: not ClientOrigin.Metadata })
            return Resolution.Done;
        if (!options.Value.Enabled)
            return Resolution.Unknown("Clients that are described by a document are not accepted here.");
        if (!DocumentAddress.TryRead(clientId, out var address, out var problem))
            return Resolution.Unknown($"The client id cannot be used as an address. {problem}");
        if (own.Contains(address) || !AllowedDomains.Hold(options.Value.AllowedDomains, address.Host))
            return Resolution.Unknown("Clients of that host are not accepted here.");

        var mark = await cache.FindAsync(clientId);
        if (IsCurrent(mark, known))
            return Resolution.Done;
        // Nobody waits for a turn to learn that nothing is to be done in it.
        if (await cache.PausedForAsync(clientId) is { } paused)
            return !mustBeFresh && IsInGrace(mark, known) ? Resolution.Done : Resolution.Unknown(paused);

        var reading = new Lazy<Task<Resolution>>(() => ReadOnceAsync(clientId, address, caller));
        var result = await _reading.GetOrAdd(clientId, reading).Value.WaitAsync(cancellationToken);
        return result.Error is not null && !mustBeFresh && IsInGrace(mark, known) ? Resolution.Done : result;
    }

    /// <summary>Reads for all who ask at this moment, and so for none of them in particular.</summary>
    private async Task<Resolution> ReadOnceAsync(string clientId, Uri address, string caller)
    {
        await Task.Yield();
        try
        {
            await using var turn = await cache.TryLockAsync(clientId, CancellationToken.None);
            return turn is null
                ? Resolution.Later("The document of the client is being read. Try again.")
                : await ReadInTurnAsync(clientId, address, caller);
        }
        finally
        {
            _reading.TryRemove(clientId, out _);
        }
    }

    private async Task<Resolution> ReadInTurnAsync(string clientId, Uri address, string caller)
    {
        // Another replica may have been first.
        var (known, mark) = (await FindAsync(clientId, CancellationToken.None), await cache.FindAsync(clientId));
        if (IsCurrent(mark, known))
            return Resolution.Done;
        if (await cache.PausedForAsync(clientId) is { } paused)
            return Resolution.Unknown(paused);
        if (known is null && await FindObstacleAsync(caller) is { } obstacle)
            return obstacle;

        var isSame = mark is not null && mark.Digest == known?.Digest;
        var read = await reader.ReadAsync(clientId, address, isSame ? mark!.ETag : null, CancellationToken.None);
        if (read.Problem is null && read.Client is null && !isSame)
            throw new InvalidOperationException("A document is unchanged that was not asked about.");
        if (read.Problem is not null)
        {
            LogUnread(clientId, read.Problem, read.Detail);
            await cache.PauseAsync(clientId, read.Problem);
            return Resolution.Unknown(read.Problem);
        }

        if (read.Client is not null)
            await WriteAsync(clientId, read.Client);
        var now = clock.GetUtcNow();
        await cache.KeepAsync(clientId, new DocumentMark(
            read.Client?.Digest ?? mark!.Digest, read.ETag, now, now + LifetimeOf(read)));
        return Resolution.Done;
    }

    private async Task<Resolution?> FindObstacleAsync(string caller)
    {
        await using var scope = scopes.CreateAsyncScope();
        var limit = scope.ServiceProvider.GetRequiredService<DocumentLimit>();
        if (!await limit.TryTakeAsync(caller))
            return Resolution.Later("Too many new clients came in the last minutes. Try again later.");
        if (await limit.HasRoomAsync(CancellationToken.None))
            return null;

        LogFull();
        return Resolution.Later("No further clients can be taken in at present.");
    }

    private async Task<KnownClient?> FindAsync(string clientId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DocumentStore>().FindAsync(clientId, cancellationToken);
    }

    private async Task WriteAsync(string clientId, ClientMetadata client)
    {
        try
        {
            await WriteOnceAsync();
        }
        catch (Exception exception)
            when (exception is DbUpdateException or OpenIddictExceptions.ConcurrencyException
                or OpenIddictExceptions.ValidationException)
        {
            // A replica whose turn had ended wrote it meanwhile. What is wrong about it otherwise shows again.
            await WriteOnceAsync();
        }

        async Task WriteOnceAsync()
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DocumentStore>()
                .WriteAsync(clientId, client, CancellationToken.None);
        }
    }

    /// <summary>Fresh, and about the version that is in the database, which may have been restored since.</summary>
    private bool IsCurrent(DocumentMark? mark, KnownClient? known) =>
        mark is not null && known is { IsRemoved: false } && mark.Digest == known.Digest
        && mark.IsFresh(clock.GetUtcNow());

    private bool IsInGrace(DocumentMark? mark, KnownClient? known) =>
        mark is not null && known is { IsRemoved: false }
        && clock.GetUtcNow() < mark.ReadAt + options.Value.Grace;

    private TimeSpan LifetimeOf(ReadDocument read)
    {
        var (least, most) = (options.Value.MinimumLifetime, options.Value.MaximumLifetime);
        var lifetime = read.Lifetime ?? UsualLifetime;
        return lifetime < least ? least : lifetime > most ? most : lifetime;
    }

    [LoggerMessage(LogLevel.Warning, "The document of the client {ClientId} was not accepted: {Problem} {Detail}")]
    private partial void LogUnread(string clientId, string problem, string? detail);

    [LoggerMessage(LogLevel.Warning, "A new client was refused: Identity:ClientDocuments:MaxClients is reached")]
    private partial void LogFull();
}
