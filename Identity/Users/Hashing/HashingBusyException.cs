namespace McpAspire.Identity.Users.Hashing;

/// <summary>More passwords have to be hashed than this service can at present; nothing was compared.</summary>
internal sealed class HashingBusyException() : Exception("Too many passwords wait to be hashed.");
