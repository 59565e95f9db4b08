using CsCheck;
using McpAspire.Gateway.Cel;
using McpAspire.Gateway.Cel.Checking;
using McpAspire.Gateway.Cel.Syntax;
using McpAspire.Gateway.Tests.Cel.Conformance;

namespace McpAspire.Gateway.Tests.Cel;

/// <summary>
/// Expressions that a person might write, that nobody would write, and that are no expressions any more.
/// </summary>
internal sealed class RandomExpressions
{
    private static readonly Gen<string> Leaf = Gen.OneOfConst(
        "s", "i", "u", "d", "b", "l", "m", "t", "y", "n", "o", "e", "v", "nobody", "m.a", "m.?a.b", "m['x']", "0", "1",
        "-1", "9223372036854775807", "-9223372036854775808", "18446744073709551615u", "2u", "0.0", "1e308", "-0.5",
        "''", "'a'", "'🐱'", "b'\\xff'", "'%s %d %.3f'", "'(a|b)*'", "'a{2,1000}'", "'2026-11-25T00:00:00Z'", "'1h'",
        "'Europe/Berlin'", "[]", "{}", "null", "true", "false", "int", "net.IP", "duration('-1h')", "optional.none()",
        "[1, 2, 3]", "{'a': 1, 2: 'b'}", "ip('::1')", "lists.range(50)");

    private static readonly string[] Infix =
        ["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "in", "&&", "||"];

    private static readonly Gen<string> Noise = Gen.OneOfConst(
        "(", ")", "[", "]", "{", "}", ".", "?", ":", ",", "'", "\"", "\\", "`", "-", "!", "&&", "||", "1", "0x", "1e",
        "u", "b'", "r\"", "'''", "\n", "\ud83d", "\0", "é", "in", "@", "s", "//");

    private static readonly string[] Seeds =
    [
        .. ConformanceData.Names
            .Select(name => ConformanceData.Find(name.File, name.Place).Expression)
            .Where(source => source.Length < 300),
        """mcp.tool.name.startsWith("file_read") && jwt.scope.contains("files:read")""",
        "s.matches('^[^a-z\\\\d]+$') ? duration('1h') : timestamp(i) - t",
        "r'''\\x''' + \"\\U0001F431\" + b'\\377'",
        "// comment\n{?'a': m.?a, 1u: .s}.all(k, v, [v, ?o][0] < 1e3)",
    ];

    private readonly string[] _names;
    private readonly (string Name, bool IsMember, CelType[] Parameters)[] _forms;

    public RandomExpressions(CelEnvironment environment)
    {
        _forms =
        [
            .. from isMember in new[] { false, true }
               from name in environment.Functions.Names(isMember).Distinct()
               from overload in environment.Functions.Find(name, isMember)!.Overloads
               select (name, isMember, overload.Parameters),
        ];
        _names = [.. _forms.Select(form => form.Name), .. Macros.Names];
        Built = Gen.Recursive<string>((depth, inner) => depth > 4 ? Leaf : Node(inner));
    }

    /// <summary>
    /// Of every form of every function with arguments that fit often, every operator and every macro.
    /// </summary>
    public Gen<string> Built { get; }

    /// <summary>Written ones with a few parts cut out, doubled or put in.</summary>
    public Gen<string> Mutated { get; } =
        from seed in Gen.OneOfConst(Seeds)
        from edits in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 400], Gen.Int[0, 40], Noise).Array[1, 4]
        select edits.Aggregate(seed, Edit);

    private Gen<string> Node(Gen<string> inner)
    {
        var one = Gen.OneOfConst("all", "exists", "exists_one", "map", "filter", "sortBy", "optMap", "optFlatMap");
        var two = Gen.OneOfConst("all", "exists", "transformList", "transformMap", "transformMapEntry");
        var name = Gen.OneOfConst(_names);
        var arguments = inner.Array[0, 3].Select(texts => string.Join(", ", texts));
        return Gen.Frequency(
            (3, Leaf),
            (8, Gen.OneOfConst(_forms).SelectMany(form => Fitting(form, inner))),
            (1, Gen.Select(inner, name, arguments, (target, called, given) => $"{target}.{called}({given})")),
            (1, Gen.Select(name, arguments, (called, given) => $"{called}({given})")),
            (4, Gen.Select(inner, Gen.OneOfConst(Infix), inner, (left, symbol, right) => $"({left} {symbol} {right})")),
            (3, Gen.Select(inner, one, inner, (range, macro, body) => $"{range}.{macro}(v, {body})")),
            (2, Gen.Select(inner, two, inner, (range, macro, body) => $"{range}.{macro}(k, v, {body})")),
            (2, Gen.Select(inner, inner, (value, body) => $"cel.bind(v, {value}, {body})")),
            (1, Gen.Select(inner, inner, inner, (condition, then, other) => $"({condition} ? {then} : {other})")),
            (1, inner.Array[0, 4].Select(elements => $"[{string.Join(", ?", elements)}]")),
            (1, Gen.Select(inner, inner, (key, value) => $"{{{key}: {value}, ?'k': {value}}}")),
            (1, Gen.Select(inner, inner, (operand, index) => $"{operand}[?{index}]")),
            (1, inner.Select(operand => $"!{operand}")),
            (1, inner.Select(operand => $"has({operand}.a)")));
    }

    private static Gen<string> Fitting((string Name, bool IsMember, CelType[] Parameters) form, Gen<string> inner)
    {
        var arguments = form.Parameters.Select(type => Gen.Frequency((4, OfType(type)), (1, inner)));
        return arguments
            .Aggregate(
                Gen.Const(Array.Empty<string>()),
                (all, next) => Gen.Select(all, next, (texts, text) => (string[])[.. texts, text]))
            .Select(texts => form.IsMember
                ? $"{texts[0]}.{form.Name}({string.Join(", ", texts[1..])})"
                : $"{form.Name}({string.Join(", ", texts)})");
    }

    private static Gen<string> OfType(CelType type) => type.Kind switch
    {
        TypeKind.String => Gen.OneOfConst(
            "s", "''", "'a'", "'🐱ä'", "'%s %d %x %.3e'", "'(a|b)*'", "'10.0.0.0/8'", "'1h'", "'::1'", "'+01:00'",
            "'YQ=='"),
        TypeKind.Int => Gen.OneOfConst("i", "0", "1", "-1", "3", "63", "9223372036854775807", "2000000000"),
        TypeKind.Uint => Gen.OneOfConst("u", "0u", "7u"),
        TypeKind.Double => Gen.OneOfConst("d", "0.0", "-1.5", "1e300", "9.3e18", "1.0/0.0"),
        TypeKind.Bool => Gen.OneOfConst("b", "true", "false"),
        TypeKind.Bytes => Gen.OneOfConst("y", "b'a'", "b''"),
        TypeKind.Timestamp => Gen.OneOfConst("t", "timestamp(0)", "timestamp(-62135596800)"),
        TypeKind.Duration => Gen.OneOfConst("duration('1h')", "duration(-9223372036854775808)"),
        TypeKind.List => Gen.OneOfConst(
            "l", "[]", "[3, 1, 2]", "['b', 'a']", "[[1], [[2]]]", "m.big", "[optional.of(1)]", "lists.range(20)"),
        TypeKind.Map => Gen.OneOfConst("m", "{}", "{'a': 1, 2: 'b', true: null}"),
        TypeKind.Optional => Gen.OneOfConst("o", "optional.of(1)", "m.?a", "m.?nope"),
        TypeKind.Opaque => type.Name == "net.IP"
            ? Gen.OneOfConst("ip('::1')", "ip('10.0.0.1')")
            : Gen.OneOfConst("cidr('10.0.0.0/8')", "cidr('::/0')"),
        _ => Leaf,
    };

    private static string Edit(string source, (int Kind, int At, int Length, string Text) edit)
    {
        var at = edit.At % (source.Length + 1);
        var end = Math.Min(source.Length, at + edit.Length);
        return edit.Kind switch
        {
            0 => source.Remove(at, end - at),
            1 => source.Insert(at, source[at..end]),
            2 => source.Insert(at, edit.Text),
            _ => source.Remove(at, Math.Min(1, end - at)).Insert(at, edit.Text),
        };
    }
}
