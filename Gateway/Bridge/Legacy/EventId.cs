using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>
/// The id of an event: which stream of which session, at which replica, and its place there. Nobody can guess a stream,
/// and one of another session is known as such before anything is looked up (2025-11-25, resumability).
/// </summary>
/// <param name="Stream">Everything but the number; unique among all streams of all replicas.</param>
/// <param name="Replica">Where the stream is.</param>
/// <param name="IsStanding">Whether it is a GET stream, and not the answer to a request.</param>
/// <param name="Number">The place in the stream; 0 before the first message.</param>
internal readonly record struct EventId(string Stream, string Replica, bool IsStanding, long Number)
{
    private const int RandomBytes = 16;
    private const int TagBytes = 9;
    private const string Standing = "g";
    private const string Answering = "p";

    /// <summary>The name of a new stream.</summary>
    public static string NewStream(string sessionKey, string replica, bool isStanding)
    {
        var random = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        return $"{(isStanding ? Standing : Answering)}.{TagOf(sessionKey)}.{replica}.{random}";
    }

    public static string Of(string stream, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{stream}.{number}");

    /// <summary>The id, or null for what is none of this session.</summary>
    public static EventId? Read(string text, string sessionKey)
    {
        if (text.Length > 256 || text.Split('.') is not [Standing or Answering, var tag, { Length: > 0 }, _, var last])
            return null;

        var parts = text.Split('.');
        var isNumber = long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return isNumber && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(tag), Encoding.UTF8.GetBytes(TagOf(sessionKey)))
            ? new EventId(text[..text.LastIndexOf('.')], parts[2], parts[0] == Standing, number)
            : null;
    }

    private static string TagOf(string sessionKey)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes("events:" + sessionKey), hash);
        return Base64Url.EncodeToString(hash[..TagBytes]);
    }
}
