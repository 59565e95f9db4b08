using McpAspire.Identity.Storage;

namespace McpAspire.Identity.Regulation;

/// <summary>
/// Bounds, from all addresses together, a factor that is asked only of those who proved another: an attacker with many
/// addresses has a few codes per million at a time, and only somebody with the password can use this up.
/// </summary>
internal sealed class AccountBound(WindowCounter counter)
{
    public const int Attempts = 30;
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public async Task<bool> TryTakeAsync(SignInFactor factor, string subject) =>
        !Bounds(factor) || (await counter.CountAsync([Of(factor, subject)]))[0] <= Attempts;

    public Task GiveBackAsync(SignInFactor factor, string subject) =>
        Bounds(factor) ? counter.GiveBackAsync(Of(factor, subject)) : Task.CompletedTask;

    /// <summary>A password, or a passkey in its place, can be tried by anybody who knows the name.</summary>
    private static bool Bounds(SignInFactor factor) => factor is not (SignInFactor.Password or SignInFactor.Passkey);

    private static CountedWindow Of(SignInFactor factor, string subject) =>
        new($"idp:attempts:{factor}:{SubjectDigest.Of(subject)}", Window);
}
