namespace McpAspire.Identity.Sessions;

/// <summary>The two cookies of this service.</summary>
internal static class SessionSchemes
{
    /// <summary>Somebody who proved every factor.</summary>
    public const string Session = "session";

    /// <summary>Somebody who proved a password and has a few minutes for the rest.</summary>
    public const string Pending = "sign-in";
}
