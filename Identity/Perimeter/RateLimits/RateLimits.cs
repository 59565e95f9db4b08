using McpAspire.Identity.Login;
using McpAspire.Identity.Mail.Address;
using McpAspire.Identity.OAuth;
using McpAspire.Identity.Reset;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Perimeter.RateLimits;

/// <summary>Which limit holds for which address of this service.</summary>
internal sealed class RateLimits
{
    private readonly Dictionary<string, RateLimit> _limits = new(StringComparer.OrdinalIgnoreCase);

    public RateLimits(IOptions<RateLimitOptions> options)
    {
        var value = options.Value;
        if (!value.Enabled)
            return;

        // A household with many clients refreshes more often than anybody may guess.
        Add(nameof(value.Token), value.Token, countsSuccess: false, OAuthPaths.Token);
        Add(
            nameof(value.PushedAuthorization), value.PushedAuthorization, countsSuccess: true,
            OAuthPaths.PushedAuthorization);
        Add(
            nameof(value.DeviceAuthorization), value.DeviceAuthorization, countsSuccess: true,
            OAuthPaths.DeviceAuthorization);
        Add(
            nameof(value.SecondFactor), value.SecondFactor, countsSuccess: false,
            SignInPaths.Code, SignInPaths.Passkey, SignInPaths.Recovery, SignInPaths.Enrolment,
            SignInPaths.PasskeyEnrolment);
        Add(nameof(value.MailRequest), value.MailRequest, countsSuccess: true, AskPage.Path, AddressPage.Path);
        Add(nameof(value.ResetFinish), value.ResetFinish, countsSuccess: true, NewPasswordPage.Path);
    }

    public RateLimit? Of(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.Value is { } path
            ? _limits.GetValueOrDefault(path.Length > 1 ? path.TrimEnd('/') : path)
            : null;

    private void Add(string name, string windows, bool countsSuccess, params ReadOnlySpan<string> paths)
    {
        var limit = new RateLimit(name, RateWindow.ParseAll(windows) ?? [], countsSuccess);
        foreach (var path in paths)
            _limits[path] = limit;
    }
}
