using System.Collections.Immutable;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>The forms of a function that are called in the same style.</summary>
internal sealed record FunctionForms(string Name, bool IsMember, ImmutableArray<Overload> Overloads);
