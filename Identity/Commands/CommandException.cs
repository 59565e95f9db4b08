namespace McpAspire.Identity.Commands;

/// <summary>A command cannot do what it was asked for; the message is for whoever asked.</summary>
internal sealed class CommandException(string message) : Exception(message);
