namespace McpAspire.Identity.Consent;

internal enum ConsentDecision
{
    /// <summary>The person was not asked yet, or about something else.</summary>
    None,
    Allowed,
    Denied,
}
