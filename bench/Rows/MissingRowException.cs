namespace McpAspire.Bench.Rows;

/// <summary>Says what a row lacks on this machine.</summary>
internal sealed class MissingRowException(string reason) : Exception(reason);
