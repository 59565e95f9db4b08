using System.Security.Cryptography;
using System.Text.Json;
using McpAspire.Identity.Keys;
using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Storage;

namespace McpAspire.Identity.Passkeys;

/// <summary>
/// Keeps a ceremony sealed in a cookie of the browser that began it, so that strangers who begin many fill no memory.
/// Its challenge is spent in Redis before anything is checked, on whatever replica: a passkey that counts nothing, as
/// those that are copied between devices do, could else be replayed together with the cookie.
/// </summary>
internal sealed class PasskeyCeremonies(
    MasterKey master, PublicOrigin origin, SingleUse uses, TimeProvider clock)
{
    /// <summary>Longer than a ceremony lives.</summary>
    private static readonly TimeSpan SpentLifetime = TimeSpan.FromMinutes(10);

    private readonly SecretBox _box = new(master, "passkey ceremonies");

    private string CookieName => origin.CookieName("passkey");

    public void Begin(HttpContext context, CeremonyKind kind, Guid? accountId, string optionsJson, string? state)
    {
        using var options = JsonDocument.Parse(optionsJson);
        var ceremony = new PasskeyCeremony(
            kind,
            options.RootElement.GetProperty("challenge").GetString()!,
            state ?? throw new InvalidOperationException("The passkey handler made a challenge without a state."),
            clock.GetUtcNow() + PasskeyCeremony.Lifetime,
            accountId);
        var json = JsonSerializer.SerializeToUtf8Bytes(ceremony, PasskeyJson.Default.PasskeyCeremony);
        context.Response.Cookies.Append(CookieName, _box.Seal(json, string.Empty), Cookie(PasskeyCeremony.Lifetime));
    }

    /// <summary>
    /// Ends the ceremony of this browser and returns it, or null when it has none of that kind and account, when it is
    /// too old, or when its challenge was answered before.
    /// </summary>
    public async Task<PasskeyCeremony?> TakeAsync(HttpContext context, CeremonyKind kind, Guid? accountId)
    {
        var value = context.Request.Cookies[CookieName];
        context.Response.Cookies.Delete(CookieName, Cookie(lifetime: null));
        if (Open(value) is not { } ceremony
            || ceremony.Kind != kind
            || ceremony.AccountId != accountId
            || ceremony.ExpiresAt <= clock.GetUtcNow())
        {
            return null;
        }

        var isFirst = await uses.TakeAsync($"idp:wa:{ceremony.Challenge}", SpentLifetime);
        return isFirst ? ceremony : null;
    }

    private PasskeyCeremony? Open(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return null;

        try
        {
            return JsonSerializer.Deserialize(
                _box.Open(value, string.Empty), PasskeyJson.Default.PasskeyCeremony);
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            // Not one that this service sealed, or sealed under a key that is gone.
            return null;
        }
    }

    /// <summary>Strict: a ceremony begins and ends on our own pages.</summary>
    private CookieOptions Cookie(TimeSpan? lifetime) => new()
    {
        Path = "/",
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = origin.IsHttps,
        IsEssential = true,
        MaxAge = lifetime,
    };
}
