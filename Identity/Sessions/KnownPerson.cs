namespace McpAspire.Identity.Sessions;

/// <summary>Somebody who is signed in already and signs in again.</summary>
internal sealed record KnownPerson(string UserName, bool IsRemembered);
