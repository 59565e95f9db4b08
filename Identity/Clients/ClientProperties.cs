using System.Collections.Immutable;
using System.Text.Json;

namespace McpAspire.Identity.Clients;

/// <summary>What is kept beside a client that OpenIddict has no place for.</summary>
internal static class ClientProperties
{
    public const string RegisteredAt = "registered_at";
    public const string RemovedAt = "removed_at";
    private const string Origin = "origin";
    private const string KeysAddress = "jwks_uri";
    private const string Digest = "document";

    public static void Write(
        IDictionary<string, JsonElement> properties, ClientOrigin origin, DateTimeOffset at, Uri? keysAddress)
    {
        properties[Origin] = Text(origin.ToString());
        properties[RegisteredAt] = Moment(at);
        if (keysAddress is not null)
            properties[KeysAddress] = Text(keysAddress.AbsoluteUri);
    }

    /// <summary>Notes which version of its document the client follows.</summary>
    public static void WriteDigest(IDictionary<string, JsonElement> properties, string digest) =>
        properties[Digest] = Text(digest);

    public static void Remove(IDictionary<string, JsonElement> properties, DateTimeOffset at) =>
        properties[RemovedAt] = Moment(at);

    /// <summary>Those without a word about it registered themselves, before there were other ways.</summary>
    public static ClientOrigin OriginOf(ImmutableDictionary<string, JsonElement> properties) =>
        properties.TryGetValue(Origin, out var value) && Enum.TryParse<ClientOrigin>(value.GetString(), out var origin)
            ? origin
            : ClientOrigin.Registered;

    public static DateTimeOffset? RegisteredAtOf(ImmutableDictionary<string, JsonElement> properties) =>
        MomentOf(properties, RegisteredAt);

    public static DateTimeOffset? RemovedAtOf(ImmutableDictionary<string, JsonElement> properties) =>
        MomentOf(properties, RemovedAt);

    public static string? DigestOf(ImmutableDictionary<string, JsonElement> properties) =>
        properties.TryGetValue(Digest, out var value) ? value.GetString() : null;

    public static Uri? KeysAddressOf(ImmutableDictionary<string, JsonElement> properties) =>
        properties.TryGetValue(KeysAddress, out var value) ? new Uri(value.GetString()!) : null;

    private static DateTimeOffset? MomentOf(ImmutableDictionary<string, JsonElement> properties, string name) =>
        properties.TryGetValue(name, out var value) ? DateTimeOffset.FromUnixTimeSeconds(value.GetInt64()) : null;

    private static JsonElement Text(string value) =>
        JsonSerializer.SerializeToElement(value, ClientJson.Default.String);

    private static JsonElement Moment(DateTimeOffset at) =>
        JsonSerializer.SerializeToElement(at.ToUnixTimeSeconds(), ClientJson.Default.Int64);
}
