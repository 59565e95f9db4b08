using McpAspire.Identity.Storage;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Device;

/// <summary>
/// The codes that wait for an answer. Everything asks here before OpenIddict does, which takes a code that comes twice
/// for a theft and revokes what the first answer gave.
/// </summary>
internal sealed class UserCodes(IOpenIddictTokenManager tokens, SingleUse uses, TimeProvider clock)
{
    /// <summary>As long as an answer may take; afterwards the database knows of it.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    public async Task<bool> AwaitsAnswerAsync(string code, CancellationToken cancellationToken) =>
        await tokens.FindByReferenceIdAsync(code, cancellationToken) is { } token
        && await tokens.HasTypeAsync(token, TokenTypeIdentifiers.Private.UserCode, cancellationToken)
        && await tokens.HasStatusAsync(token, Statuses.Valid, cancellationToken)
        && await tokens.GetExpirationDateAsync(token, cancellationToken) > clock.GetUtcNow();

    /// <summary>Whether this answer is the one that counts, of several that come at the same moment.</summary>
    public Task<bool> TryAnswerAsync(string code) =>
        uses.TakeAsync($"idp:device-answer:{code}", AnswerTime);
}
