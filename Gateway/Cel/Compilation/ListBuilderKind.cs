namespace McpAspire.Gateway.Cel.Compilation;

/// <summary>Whether a list keeps the elements that pass, or what was made of each.</summary>
internal enum ListBuilderKind
{
    Filter,
    Map,
}
