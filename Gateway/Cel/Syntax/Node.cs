using McpAspire.Gateway.Cel.Diagnostics;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Syntax;

/// <summary>
/// An expression as it was written. How deep it is nested is counted while it grows, so that nothing overflows later.
/// </summary>
internal abstract record Node(CelSpan Span, int Depth)
{
    internal static int Over(params ReadOnlySpan<Node> parts)
    {
        var depth = 0;
        foreach (var part in parts)
            depth = Math.Max(depth, part.Depth);
        return depth + 1;
    }
}

/// <summary>A literal.</summary>
internal sealed record ConstantNode(CelSpan Span, CelValue Value) : Node(Span, 1);

/// <summary>A name, which a dot before it makes one of the root.</summary>
internal sealed record NameNode(CelSpan Span, string Name, bool IsRooted) : Node(Span, 1);

/// <summary><c>operand.field</c> or <c>operand.?field</c>.</summary>
internal sealed record SelectNode(CelSpan Span, Node Operand, string Field, CelSpan FieldSpan, bool IsOptional)
    : Node(Span, Over(Operand));

/// <summary><c>has(operand.field)</c>.</summary>
internal sealed record HasNode(CelSpan Span, SelectNode Selected) : Node(Span, Over(Selected));

/// <summary>A function, with what it is called on if it is; operators are functions too.</summary>
internal sealed record CallNode(
    CelSpan Span, Node? Target, string Function, CelSpan NameSpan, Node[] Arguments, bool IsRooted)
    : Node(Span, Over([.. Arguments, .. Target is null ? [] : new[] { Target }]));

/// <summary>
/// Operands between <c>&amp;&amp;</c>, or between <c>||</c>: a row of them is one node, however long it is.
/// </summary>
internal sealed record LogicNode(CelSpan Span, bool IsAnd, Node[] Operands) : Node(Span, Over(Operands));

/// <summary><c>condition ? then : otherwise</c>.</summary>
internal sealed record ConditionalNode(CelSpan Span, Node Condition, Node Then, Node Otherwise)
    : Node(Span, Over(Condition, Then, Otherwise));

/// <summary>An element of a list; one with <c>?</c> before it is left out when it has no value.</summary>
internal readonly record struct ElementNode(Node Value, bool IsOptional);

/// <summary>An entry of a map.</summary>
internal readonly record struct EntryNode(Node Key, Node Value, bool IsOptional);

/// <summary>A list.</summary>
internal sealed record ListNode(CelSpan Span, ElementNode[] Elements)
    : Node(Span, Over([.. Elements.Select(element => element.Value)]));

/// <summary>A map.</summary>
internal sealed record MapNode(CelSpan Span, EntryNode[] Entries)
    : Node(Span, Over([.. Entries.SelectMany(entry => new[] { entry.Key, entry.Value })]));

/// <summary>A message of a named type, of which this project has none.</summary>
internal sealed record MessageNode(CelSpan Span, string Type, Node[] Values) : Node(Span, Over(Values));

/// <summary>A macro: what runs over, the variables that it brings, and the parts in which they are seen.</summary>
internal sealed record MacroNode(CelSpan Span, MacroKind Kind, Node Range, string[] Variables, Node[] Parts)
    : Node(Span, Over([Range, .. Parts]));
