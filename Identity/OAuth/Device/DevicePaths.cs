namespace McpAspire.Identity.OAuth.Device;

/// <summary>The pages on which a person lets a device in.</summary>
internal static class DevicePaths
{
    public const string Entry = "/device";
    public const string Consent = "/device/consent";
    public const string Done = "/device/done";

    /// <summary>Fills the form of the first page in, and does nothing else.</summary>
    public const string CodeParameter = "user_code";
}
