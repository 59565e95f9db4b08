namespace McpAspire.Identity.Users.Import;

/// <summary>The file cannot be read as a list of users; the message is for whoever gave it.</summary>
internal sealed class UserFileException(string message) : Exception(message);
