using System.Globalization;
using Microsoft.AspNetCore.Authentication;

namespace McpAspire.Identity.Sessions;

/// <summary>The end that no activity moves. Sliding expiration alone would let a session live for ever.</summary>
internal static class SessionLifetime
{
    private const string Key = "ends";

    public static void SetEnd(this AuthenticationProperties properties, DateTimeOffset end) =>
        properties.Items[Key] = end.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public static DateTimeOffset? EndOf(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(Key, out var value)
        && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
