namespace McpAspire.Gateway.Cel.Patterns;

/// <summary>What is switched on at a place of a pattern.</summary>
internal readonly record struct Re2Flags(bool IgnoreCase, bool MultiLine, bool DotAll, bool Ungreedy);
