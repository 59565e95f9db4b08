using McpAspire.Gateway.Cel.Diagnostics;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Syntax;

/// <content>Members and primaries: what binds tightest.</content>
internal sealed partial class Parser
{
    private Node Member()
    {
        var node = Primary();
        while (true)
        {
            if (Take("."))
                node = Selected(node);
            else if (Take("["))
                node = Indexed(node);
            else if (_token.Is("{") && QualifiedName(node) is { } type)
                node = Message(node, type);
            else
                return node;
        }
    }

    private Node Primary()
    {
        var start = _token.Span;
        if (IsSigned() || _token.IsLiteral)
            return Literal(start);
        if (_token.Kind == TokenKind.Name)
            return Named(start, isRooted: false);
        if (Take("."))
            return Named(start, isRooted: true);
        if (Take("["))
            return List(start);
        if (Take("{"))
            return Map(start);
        if (!Take("("))
            throw Unexpected("an expression");

        var node = Expression();
        Expect(")");
        return node with { Span = new(start.Start, _end) };
    }

    private Node Literal(CelSpan start)
    {
        var isNegative = Take("-");
        var token = Advance();
        var span = start.To(token.Span);
        return Grown(new ConstantNode(span, Literals.Of(token, isNegative, span)));
    }

    private Node Named(CelSpan start, bool isRooted)
    {
        if (!isRooted && Words.Keywords.Contains(_token.Text) && _token.Text != "in")
        {
            var word = Advance();
            var value = word.Text switch { "true" => CelValue.True, "false" => CelValue.False, _ => CelValue.Null };
            return Grown(new ConstantNode(word.Span, value));
        }

        if (_token.Kind != TokenKind.Name || Words.Keywords.Contains(_token.Text))
            throw Unexpected("an expression");
        if (Words.Reserved.Contains(_token.Text))
            throw new SyntaxFault(_token.Span, $"\"{_token.Text}\" is a reserved word");

        var name = Advance();
        if (!Take("("))
            return Grown(new NameNode(start.To(name.Span), name.Text, isRooted));

        var arguments = Arguments();
        var span = new CelSpan(start.Start, _end);
        return Grown(Macros.Expand(_options, span, null, name, arguments)
            ?? new CallNode(span, null, name.Text, name.Span, arguments, isRooted));
    }

    private Node Selected(Node operand)
    {
        var isOptional = Take("?");
        var field = Field();
        if (isOptional || field.Kind == TokenKind.QuotedName || !Take("("))
            return Grown(new SelectNode(operand.Span.To(field.Span), operand, field.Text, field.Span, isOptional));

        var arguments = Arguments();
        var span = new CelSpan(operand.Span.Start, _end);
        return Grown(Macros.Expand(_options, span, operand, field, arguments)
            ?? new CallNode(span, operand, field.Text, field.Span, arguments, IsRooted: false));
    }

    private Node Indexed(Node operand)
    {
        var bracket = new CelSpan(_end - 1, _end);
        var function = Take("?") ? Operators.OptionalIndex : Operators.Index;
        var index = Expression();
        Expect("]");
        return Call(new(operand.Span.Start, _end), function, bracket, operand, index);
    }

    private Token Field()
    {
        if (_token.Kind == TokenKind.QuotedName
            || (_token.Kind == TokenKind.Name && !Words.Keywords.Contains(_token.Text)))
            return Advance();

        throw Unexpected("the name of a field or function");
    }

    private Node[] Arguments()
    {
        if (Take(")"))
            return [];

        var arguments = new List<Node>();
        do
            arguments.Add(Expression());
        while (Take(","));
        Expect(")");
        return [.. arguments];
    }

    private Node List(CelSpan start)
    {
        var elements = new List<ElementNode>();
        Rows("]", () =>
        {
            var isOptional = Take("?");
            elements.Add(new(Expression(), isOptional));
        });
        return Grown(new ListNode(new(start.Start, _end), [.. elements]));
    }

    private Node Map(CelSpan start)
    {
        var entries = new List<EntryNode>();
        Rows("}", () =>
        {
            var isOptional = Take("?");
            var key = Expression();
            Expect(":");
            entries.Add(new(key, Expression(), isOptional));
        });
        return Grown(new MapNode(new(start.Start, _end), [.. entries]));
    }

    private Node Message(Node name, string type)
    {
        Expect("{");
        var values = new List<Node>();
        Rows("}", () =>
        {
            Take("?");
            Field();
            Expect(":");
            values.Add(Expression());
        });
        return Grown(new MessageNode(new(name.Span.Start, _end), type, [.. values]));
    }

    /// <summary>What stands between brackets, with commas between and one after it if one likes.</summary>
    private void Rows(string closing, Action row)
    {
        while (!Take(closing))
        {
            row();
            if (!_token.Is(closing))
                Expect(",");
        }
    }

    private static string? QualifiedName(Node node) => node switch
    {
        NameNode { IsRooted: var isRooted, Name: var name } => isRooted ? "." + name : name,
        SelectNode { IsOptional: false } select when QualifiedName(select.Operand) is { } name =>
            $"{name}.{select.Field}",
        _ => null,
    };
}
