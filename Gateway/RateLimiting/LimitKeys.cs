using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace McpAspire.Gateway.RateLimiting;

/// <summary>
/// The keys that limits are counted under: <c>gw:limit:{scope}:{hash}</c>. Who reads the shared state learns no subject
/// and no address from them, and no caller can choose a key.
/// </summary>
internal static class LimitKeys
{
    private const int HashBytes = 16;
    private const int MostKnown = 10_000;

    /// <summary>Most requests are of few callers; hashing costs more than all else that is done for a limit.</summary>
    private static readonly ConcurrentDictionary<(string, string, string, string), string> Known = [];

    /// <summary>Null where the request has nothing of that scope.</summary>
    public static string? Of(LimitScope scope, in LimitCaller caller, bool perSubject) => scope switch
    {
        LimitScope.Address when caller.Address is { } address => Hash("a", NetworkOf(address)),
        LimitScope.Subject when caller.Subject is { } subject => Hash("u", subject),
        LimitScope.Client when caller is { Subject: { } subject, ClientId: { } client } => Hash("c", subject, client),
        LimitScope.Server when caller.Server is { } server => perSubject
            ? Hash("su", server, caller.Subject ?? "")
            : Hash("s", server),
        LimitScope.Tool when caller is { Server: { } server, Tool: { } tool } => perSubject
            ? Hash("tu", server, tool, caller.Subject ?? "")
            : Hash("t", server, tool),
        _ => null,
    };

    /// <summary>Who has one address of IPv6 has 2^64 of them (RFC 4291 section 2.5.4).</summary>
    private static string NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    private static string Hash(string scope, string first, string second = "", string third = "")
    {
        var parts = (scope, first, second, third);
        if (Known.TryGetValue(parts, out var known))
            return known;
        if (Known.Count >= MostKnown)
            Known.Clear();

        // With the length of each part, so that no two lists of parts are the same text.
        var text = $"{first.Length}:{first}{second.Length}:{second}{third.Length}:{third}";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return Known[parts] = $"gw:limit:{scope}:{Base64Url.EncodeToString(hash.AsSpan(0, HashBytes))}";
    }
}
