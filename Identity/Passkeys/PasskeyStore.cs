using System.Buffers.Text;
using System.Globalization;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Passkeys;

/// <summary>The passkeys of accounts as they are stored, and when each was last used.</summary>
internal sealed class PasskeyStore(UserManager<Account> accounts, TimeProvider clock)
{
    public const string DefaultName = "Passkey";

    /// <summary>Where the time of the last use stands: Identity's own table has no column for it.</summary>
    private const string UsedProvider = "passkey-used";

    public async Task<IReadOnlyList<UserPasskeyInfo>> AllAsync(Account account) =>
        [.. await accounts.GetPasskeysAsync(account)];

    public async Task<UserPasskeyInfo?> FindAsync(Account account, string id) =>
        (await AllAsync(account)).FirstOrDefault(passkey => IdOf(passkey) == id);

    public static string IdOf(UserPasskeyInfo passkey) => Base64Url.EncodeToString(passkey.CredentialId);

    public async Task<DateTimeOffset?> LastUsedAsync(Account account, UserPasskeyInfo passkey)
    {
        var value = await accounts.GetAuthenticationTokenAsync(account, UsedProvider, KeyOf(passkey));
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

    /// <summary>
    /// Keeps the new counter and the time. False when the account was changed at the same moment, by another use of
    /// the same passkey for example: then neither counter is the later one.
    /// </summary>
    public async Task<bool> TryUseAsync(Account account, UserPasskeyInfo passkey)
    {
        var saved = await accounts.AddOrUpdatePasskeyAsync(account, passkey);
        if (saved.IsLostRace())
            return false;

        saved.ThrowIfFailed();
        var now = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        saved = await accounts.SetAuthenticationTokenAsync(account, UsedProvider, KeyOf(passkey), now);
        if (saved.IsLostRace())
            return false;

        saved.ThrowIfFailed();
        return true;
    }

    public async Task RenameAsync(Account account, UserPasskeyInfo passkey, string name)
    {
        passkey.Name = name;
        (await accounts.AddOrUpdatePasskeyAsync(account, passkey)).ThrowIfFailed();
    }

    public async Task RemoveAsync(Account account, UserPasskeyInfo passkey)
    {
        (await accounts.RemovePasskeyAsync(account, passkey.CredentialId)).ThrowIfFailed();
        (await accounts.RemoveAuthenticationTokenAsync(account, UsedProvider, KeyOf(passkey))).ThrowIfFailed();
    }

    /// <summary>An id may have a thousand bytes, more than the key of that table.</summary>
    private static string KeyOf(UserPasskeyInfo passkey) => Digest.Of(passkey.CredentialId);
}
