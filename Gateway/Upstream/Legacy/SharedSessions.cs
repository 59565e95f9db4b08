using System.Buffers;
using System.Text;
using System.Text.Json;
using McpAspire.Gateway.Sessions;
using McpAspire.Gateway.Upstream.Messages;

namespace McpAspire.Gateway.Upstream.Legacy;

/// <summary>
/// Sessions in the state that replicas of the gateway share, sealed: by an id of a server's alone whoever reads the
/// state could go on with the session. Where that cannot be reached each replica has sessions of
/// its own, which costs the server some memory and the caller nothing.
/// </summary>
internal sealed class SharedSessions(ISharedState? state, StateSeal seal, UpstreamLog log)
{
    private const string Purpose = "upstream-session";

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    public async Task<LegacySession?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var value = state is null ? null : await TryAsync(() => state.FindAsync(key, cancellationToken));
        return value is null ? null : Read(key, value);
    }

    /// <summary>Of two replicas that open a session at once one wins: the session that counts is returned.</summary>
    public async Task<LegacySession> AddAsync(string key, LegacySession session, CancellationToken cancellationToken)
    {
        if (state is null || session.Id is null
            || await TryAsync(() => state.TryAddAsync(key, Write(key, session), Lifetime, cancellationToken), true))
            return session;

        return await FindAsync(key, cancellationToken) ?? session;
    }

    public async Task RemoveAsync(string key, CancellationToken cancellationToken)
    {
        if (state is not null)
            await TryAsync(() => state.RemoveAsync(key, cancellationToken));
    }

    /// <summary>The session is used; if it has been forgotten, it is known again.</summary>
    public async Task ProlongAsync(string key, LegacySession session)
    {
        if (state is null || session.Id is null)
            return;
        if (!await TryAsync(() => state.ProlongAsync(key, Lifetime, CancellationToken.None), true))
            await TryAsync(() => state.TryAddAsync(key, Write(key, session), Lifetime, CancellationToken.None));
    }

    private async Task<T?> TryAsync<T>(Func<ValueTask<T>> ask, T? otherwise = default)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.NotShared(exception);
            return otherwise;
        }
    }

    private byte[] Write(string key, LegacySession session)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("id", session.Id);
            json.WriteString("version", session.ProtocolVersion);
            json.WriteString("destination", session.DestinationId);
            json.WriteEndObject();
        }

        return Encoding.ASCII.GetBytes(seal.Seal(Purpose, output.WrittenSpan, Encoding.ASCII.GetBytes(key)));
    }

    /// <summary>Null for what a replica with another key has sealed: this one has sessions of its own then.</summary>
    private LegacySession? Read(string key, byte[] value)
    {
        if (seal.Open(Purpose, Encoding.ASCII.GetString(value), Encoding.ASCII.GetBytes(key)) is not { } plain)
            return null;

        string? id = null, version = null, destination = null;
        var members = new JsonMembers(plain);
        while (members.Next())
        {
            if (members.Is("id"u8))
                id = members.Text();
            else if (members.Is("version"u8))
                version = members.Text();
            else if (members.Is("destination"u8))
                destination = members.Text();
        }

        return id is null || version is null || destination is null ? null : new(id, version, destination);
    }
}
