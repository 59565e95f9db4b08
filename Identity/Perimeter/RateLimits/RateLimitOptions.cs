namespace McpAspire.Identity.Perimeter.RateLimits;

/// <summary>
/// How often one address may call what costs something or could be guessed at. Each limit is a list of windows, all of
/// which hold, such as <c>30/1m, 50/10m</c>.
/// </summary>
internal sealed class RateLimitOptions
{
    public const string Section = "Identity:RateLimits";

    /// <summary>Whether there are limits at all. Default yes.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Refused token requests. Default <c>30/1m, 40/2m, 50/10m, 100/1h</c>.</summary>
    public string Token { get; init; } = "30/1m, 40/2m, 50/10m, 100/1h";

    /// <summary>Pushed authorization requests, each of which is stored. Default <c>30/1m, 40/2m, 50/10m</c>.</summary>
    public string PushedAuthorization { get; init; } = "30/1m, 40/2m, 50/10m";

    /// <summary>Devices that ask for codes, which are stored. Default <c>30/1m, 40/2m, 50/10m</c>.</summary>
    public string DeviceAuthorization { get; init; } = "30/1m, 40/2m, 50/10m";

    /// <summary>Refused codes and passkeys. Default <c>30/1m, 40/2m, 50/10m</c>.</summary>
    public string SecondFactor { get; init; } = "30/1m, 40/2m, 50/10m";

    /// <summary>Requests that send a mail. Default <c>5/10m, 10/15m, 15/30m</c>.</summary>
    public string MailRequest { get; init; } = "5/10m, 10/15m, 15/30m";

    /// <summary>New passwords by a link from a mail. Default <c>10/1m</c>.</summary>
    public string ResetFinish { get; init; } = "10/1m";
}
