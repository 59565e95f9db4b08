using McpAspire.Gateway.Cel.Diagnostics;

namespace McpAspire.Gateway.Cel.Syntax;

/// <summary>
/// Reads an expression by recursive descent; what it is is the grammar of langdef, with the optional syntax.
/// </summary>
internal sealed partial class Parser
{
    private readonly string _source;
    private readonly CelOptions _options;
    private readonly Lexer _lexer;
    private Token _token;
    private Token _ahead;
    private int _end;
    private int _nesting;
    private int _nodes;

    private Parser(string source, CelOptions options)
    {
        (_source, _options, _lexer) = (source, options, new Lexer(source));
        _token = _lexer.Next();
        _ahead = _lexer.Next();
    }

    /// <exception cref="SyntaxFault">It is no expression, or one that is too large.</exception>
    public static Node Parse(string source, CelOptions options)
    {
        if (source.Length > options.MaxLength)
            throw new SyntaxFault(new(0, 0), $"The expression is longer than {options.MaxLength} characters");

        var parser = new Parser(source, options);
        var node = parser.Expression();
        if (parser._token.Kind != TokenKind.End)
            throw parser.Unexpected("the end of the expression");

        return node;
    }

    private Node Expression()
    {
        if (++_nesting > _options.MaxDepth)
            throw TooDeep(_token.Span);

        var condition = Or();
        if (!Take("?"))
        {
            _nesting--;
            return condition;
        }

        var then = Or();
        Expect(":");
        var otherwise = Expression();
        _nesting--;
        return Grown(new ConditionalNode(condition.Span.To(otherwise.Span), condition, then, otherwise));
    }

    private Node Or() => Logic("||", isAnd: false, And);

    private Node And() => Logic("&&", isAnd: true, Relation);

    private Node Logic(string symbol, bool isAnd, Func<Node> operand)
    {
        var first = operand();
        if (!_token.Is(symbol))
            return first;

        var operands = new List<Node> { first };
        while (Take(symbol))
            operands.Add(operand());
        return Grown(new LogicNode(first.Span.To(operands[^1].Span), isAnd, [.. operands]));
    }

    private Node Relation() =>
        Binary(
            Addition,
            token => token is { Kind: TokenKind.Symbol, Text: "==" or "!=" or "<" or "<=" or ">" or ">=" }
                or { Kind: TokenKind.Name, Text: "in" });

    private Node Addition() =>
        Binary(Multiplication, token => token is { Kind: TokenKind.Symbol, Text: "+" or "-" });

    private Node Multiplication() =>
        Binary(Unary, token => token is { Kind: TokenKind.Symbol, Text: "*" or "/" or "%" });

    private Node Binary(Func<Node> operand, Func<Token, bool> isOperator)
    {
        var left = operand();
        while (isOperator(_token))
        {
            var name = Advance();
            var right = operand();
            left = Call(left.Span.To(right.Span), Operators.Binary(name.Text), name.Span, left, right);
        }

        return left;
    }

    private Node Unary()
    {
        if (!_token.Is("!") && !_token.Is("-"))
            return Member();

        var signs = new Stack<Token>();
        var symbol = _token.Text;
        while (_token.Is(symbol) && !(symbol == "-" && _ahead.Kind is TokenKind.Int or TokenKind.Double && IsSigned()))
            signs.Push(Advance());
        var operand = Member();
        foreach (var sign in signs)
            operand = Call(
                sign.Span.To(operand.Span), symbol == "!" ? Operators.Not : Operators.Negate, sign.Span, operand);
        return operand;
    }

    /// <summary>A minus before a number belongs to it: the least int could not be written otherwise.</summary>
    private bool IsSigned() => _token.Is("-") && _ahead.Kind is TokenKind.Int or TokenKind.Double;

    private Token Advance()
    {
        var token = _token;
        _end = token.Span.End;
        _token = _ahead;
        _ahead = _ahead.Kind == TokenKind.End ? _ahead : _lexer.Next();
        return token;
    }

    private bool Take(string symbol)
    {
        if (!_token.Is(symbol))
            return false;

        Advance();
        return true;
    }

    private void Expect(string symbol)
    {
        if (!Take(symbol))
            throw Unexpected($"\"{symbol}\"");
    }

    private CallNode Call(CelSpan span, string function, CelSpan name, params Node[] arguments) =>
        Grown(new CallNode(span, null, function, name, arguments, IsRooted: false));

    private T Grown<T>(T node)
        where T : Node
    {
        if (node.Depth > _options.MaxDepth)
            throw TooDeep(node.Span);
        if (++_nodes > _options.MaxNodes)
            throw new SyntaxFault(node.Span, $"The expression has more than {_options.MaxNodes} parts");

        return node;
    }

    private SyntaxFault TooDeep(CelSpan span) => new(span, $"The expression is nested deeper than {_options.MaxDepth}");

    private SyntaxFault Unexpected(string expected) =>
        _token.Kind == TokenKind.End
            ? new(new(_end, _end), $"The expression ends where {expected} should follow")
            : new(_token.Span, $"Unexpected \"{_token.Span.Of(_source)}\": here should be {expected}", Hint());

    private string? Hint() => _token switch
    {
        { Kind: TokenKind.Name, Text: "and" } => "And is written \"&&\".",
        { Kind: TokenKind.Name, Text: "or" } => "Or is written \"||\".",
        { Kind: TokenKind.Name, Text: "not" } => "Not is written \"!\".",
        _ => null,
    };
}
