using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using McpAspire.Gateway.Authentication;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Sessions;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>A client's session, as one request of it sees it.</summary>
internal sealed class LegacySession
{
    /// <summary>The first revision whose clients understand an event without data (SEP-1699).</summary>
    private const string Polling = "2025-11-25";

    public LegacySession(McpSession record, AccessToken owner)
    {
        Record = record;
        Owner = owner;
        Key = KeyOf(record.Id);
        var state = record.State;
        Caller = new UpstreamCaller(
            $"legacy {Key}",
            McpEra.Legacy,
            Encoding.UTF8.GetBytes(state.ClientCapabilities),
            Encoding.UTF8.GetBytes(state.ClientInfo))
        {
            Principal = Principal.Of(owner),
            LogLevel = state.LogLevel ?? LogSeverity.Default,
        };
    }

    public McpSession Record { get; }

    public AccessToken Owner { get; }

    /// <summary>Stands for the id wherever it is kept or told to other replicas.</summary>
    public string Key { get; }

    /// <summary>For whom servers are called: what this session declared, and nothing else.</summary>
    public UpstreamCaller Caller { get; }

    /// <summary>Whether a stream may begin with an event that has an id and nothing else.</summary>
    public bool KnowsEmptyEvents => string.CompareOrdinal(Record.State.ProtocolVersion, Polling) >= 0;

    private static string KeyOf(string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes("legacy-client:" + id), hash);
        return Base64Url.EncodeToString(hash);
    }
}
