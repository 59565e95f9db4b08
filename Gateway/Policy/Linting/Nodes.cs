using McpAspire.Gateway.Cel.Syntax;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Policy.Linting;

/// <summary>Looks at expressions as they were written.</summary>
internal static class Nodes
{
    /// <summary>A node and all within it.</summary>
    public static IEnumerable<Node> In(Node node) => PartsOf(node).SelectMany(In).Prepend(node);

    public static bool IsTrue(Node node) => node is ConstantNode { Value: { Kind: CelKind.Bool, AsBool: true } };

    /// <summary>Whether it says nothing but what something is not.</summary>
    public static bool IsNegative(Node node) => node switch
    {
        CallNode { Function: Operators.NotEqual or Operators.Not } => true,
        LogicNode logic => logic.Operands.All(IsNegative),
        _ => false,
    };

    /// <summary>The claim that <c>jwt.claim</c> names.</summary>
    public static string? ClaimOf(SelectNode select) =>
        select.Operand is NameNode { Name: "jwt" } ? select.Field : null;

    private static IEnumerable<Node> PartsOf(Node node) => node switch
    {
        SelectNode select => [select.Operand],
        HasNode has => [has.Selected],
        CallNode call => call.Target is null ? call.Arguments : [call.Target, .. call.Arguments],
        LogicNode logic => logic.Operands,
        ConditionalNode conditional => [conditional.Condition, conditional.Then, conditional.Otherwise],
        ListNode list => list.Elements.Select(element => element.Value),
        MapNode map => map.Entries.SelectMany(entry => new[] { entry.Key, entry.Value }),
        MessageNode message => message.Values,
        MacroNode macro => [macro.Range, .. macro.Parts],
        _ => [],
    };
}
