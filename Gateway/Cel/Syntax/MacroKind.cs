namespace McpAspire.Gateway.Cel.Syntax;

/// <summary>The macros that bring variables. Each has a form for one and, of the quantifiers, one for two.</summary>
internal enum MacroKind
{
    All,
    Exists,
    ExistsOne,
    Map,
    Filter,
    TransformList,
    TransformMap,
    TransformMapEntry,
    SortBy,
    Bind,
    OptMap,
    OptFlatMap,
}
