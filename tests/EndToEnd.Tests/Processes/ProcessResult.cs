namespace McpAspire.EndToEnd.Tests.Processes;

/// <summary>How a process ended, and what it said on both streams, in order.</summary>
internal sealed record ProcessResult(int ExitCode, string Output);
