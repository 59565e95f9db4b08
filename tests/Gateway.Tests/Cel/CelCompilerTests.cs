using McpAspire.Gateway.Cel;
using McpAspire.Gateway.Cel.Checking;

namespace McpAspire.Gateway.Tests.Cel;

public sealed class CelCompilerTests
{
    [Theory]
    [InlineData("""mcp.tool.name.startsWith("file_read") && jwt.scope.contains("files:read")""")]
    [InlineData("""mcp.tool.name != "run_command" """)]
    [InlineData("""mcp.tool.name.startsWith("delete_") && jwt.groups.contains("admins")""")]
    [InlineData("""jwt.groups.contains("admins") || ["a", "b"].contains(jwt.sub)""")]
    [InlineData("""now.getHours("Europe/Berlin") < 18 && jwt.?level.orValue(0) >= 3""")]
    [InlineData("""has(mcp.tool.arguments.path) && mcp.tool.arguments.path.matches("^/srv/[a-z]+$")""")]
    public void Compile_RuleOfTheDesign_Succeeds(string source) =>
        Assert.Equal(TypeKind.Bool, Rules.Compile(source, Rules.Gateway).Type.Kind);

    [Theory]
    [InlineData("jwtt.sub == 'ada'", "1:1: Unknown variable \"jwtt\"", "Did you mean \"jwt\"?")]
    [InlineData("mpc.tool.name == 'a'", "1:1: Unknown variable \"mpc\"", "Did you mean \"mcp\"?")]
    [InlineData("mcp.tool.nmae == 'a'", "1:10: mcp.tool has no field \"nmae\"", "Did you mean \"name\"?")]
    [InlineData("mcp.tool.name.startWith('a')", "1:15: Unknown function \"startWith\"", "Did you mean \"startsWith\"?")]
    [InlineData("startsWith(mcp.method, 'a')", "1:1: Unknown function \"startsWith\"", "It is called x.startsWith().")]
    [InlineData("math.great(1, 2) == 2", "1:6: Unknown function \"great\"", "")]
    [InlineData("base64.encod(b'a') == 'a'", "1:8: Unknown function \"encod\"", "Did you mean \"base64.encode\"?")]
    [InlineData("mcp.tool.name.startsWith('a', 'b')", "1:15: startsWith() takes 1 argument(s), not 2", "")]
    [InlineData("mcp.tool.name == 1", "1:1: string == int compares what is never equal", "")]
    [InlineData("now < 5", "1:1: google.protobuf.Timestamp < int compares what has no order", "")]
    [InlineData("1 in ['a', 'b']", "1:1: int in list(string) can never be true", "")]
    [InlineData("1 == 1.0", "1:1: int == double compares what is never equal", "Convert one of them")]
    [InlineData("mcp.method + 1", "1:1: There is no string + int", "")]
    [InlineData("mcp.method.startsWith(1)", "1:1: string.startsWith(int) does not exist", "")]
    [InlineData("mcp.method && true", "1:1: \"&&\" needs a bool, and this is of type string", "")]
    [InlineData("mcp.method.exists(x, true)", "1:1: This macro needs a list or map", "")]
    [InlineData("jwt.sub = 'ada'", "1:9: Unexpected character '='", "Equality is written \"==\".")]
    [InlineData("jwt.sub == 'a' and true", "1:16: Unexpected \"and\"", "And is written \"&&\".")]
    [InlineData("jwt.sub == ", "1:11: The expression ends where an expression should follow", "")]
    [InlineData("jwt.sub == 'ada", "1:12: The string is not closed", "")]
    [InlineData("jwt.sub == 'a\\s'", "1:14: Invalid escape sequence", "")]
    [InlineData("(jwt.sub == 'a'", "1:16: The expression ends where \")\" should follow", "")]
    [InlineData("jwt.sub.matches('a(?=b)')", "1:17: \"a(?=b)\" is no regular expression", "")]
    [InlineData("jwt.groups.exists(g.x, true)", "1:19: Here a macro names its variable", "")]
    [InlineData("has(jwt)", "1:5: has() needs a field", "")]
    [InlineData("99999999999999999999 == 1", "1:1: The number does not fit into an int", "")]
    [InlineData("while == 1", "1:1: \"while\" is a reserved word", "")]
    [InlineData("", "1:1: The expression ends where an expression should follow", "")]
    public void Compile_Mistake_IsToldWithItsPlaceAndRemedy(string source, string message, string suggestion)
    {
        var told = Rules.Refuse(source);

        Assert.StartsWith(message, told);
        Assert.Contains(suggestion, told);
    }

    [Fact]
    public void Compile_MistakeInALaterLine_IsShownWithACaret()
    {
        var told = Rules.Refuse("mcp.method == 'x' &&\n\t\"🐱\" == 1 &&\n  true");

        Assert.Equal("2:2: string == int compares what is never equal\n  \t\"🐱\" == 1 &&\n  \t^^^^^^^^", told);
    }

    [Fact]
    public void Compile_MistypedVariableWithDots_IsToldWhole()
    {
        var environment = new CelEnvironment([new CelVariable("mcp.tool.name", CelType.String), new CelVariable("jwt")]);

        var told = CelCompiler.Compile("mcp.tool.nmae == 'a' && mcp.tool.name.size() > 1", environment).Render();

        Assert.StartsWith("1:1: Unknown variable \"mcp.tool.nmae\"", told);
        Assert.EndsWith("Did you mean \"mcp.tool.name\"?", told);
    }

    [Fact]
    public void Compile_SeveralMistakes_AreAllTold()
    {
        var compilation = CelCompiler.Compile("jwtt.a == 1 || foo(rquest.b) || mcp.tol.name == 'a'", Rules.Gateway);

        Assert.Equal(
            [
                "Unknown variable \"jwtt\"", "Unknown function \"foo\"", "Unknown variable \"rquest\"",
                "mcp has no field \"tol\"",
            ],
            compilation.Diagnostics.Select(diagnostic => diagnostic.Message));
    }

    [Fact]
    public void Compile_ResultOfAnotherType_IsRefused()
    {
        var told = Rules.Refuse("mcp.tool.name", new CelOptions { Result = CelType.Bool });

        Assert.StartsWith("1:1: The expression is of type string, and must be of type bool", told);
        Rules.Compile("jwt.admin", Rules.Gateway, new CelOptions { Result = CelType.Bool });
    }

    [Fact]
    public void Compile_ConstantThatAlwaysFails_IsAWarning()
    {
        var compilation =
            CelCompiler.Compile("jwt.a == 1 || cidr('10.0.0.0/99').containsIP('10.0.0.1')", Rules.Gateway);

        Assert.True(compilation.Succeeded);
        Assert.StartsWith("1:15: This always fails: \"10.0.0.0/99\" is no network", compilation.Render());
    }

    [Fact]
    public void Compile_Permissive_LeavesMistakesToTheEvaluation()
    {
        Assert.True(Rules.Evaluate("nobody.x == 1 || true").IsTrue);
        Assert.True(Rules.Evaluate("nothing(17) || 1 == '1' || true").IsTrue);
        Assert.True(Rules.Evaluate("nobody").IsError);
    }

    public static TheoryData<string, string> TooLarge() => new()
    {
        { new string('(', 500) + "1" + new string(')', 500), "nested deeper than 200" },
        { string.Concat(Enumerable.Repeat("[", 500)), "nested deeper than 200" },
        { string.Concat(Enumerable.Repeat("!", 500)) + "true", "nested deeper than 200" },
        { string.Join(" + ", Enumerable.Repeat("1", 500)), "nested deeper than 200" },
        { "jwt" + string.Concat(Enumerable.Repeat(".a", 500)), "nested deeper than 200" },
        { string.Concat(Enumerable.Repeat("true ? 1 : ", 500)) + "2", "nested deeper than 200" },
        { $"[{string.Join(", ", Enumerable.Repeat("1", 9_000))}]", "more than 8192 parts" },
        { $"'{new string('a', 40_000)}'", "longer than 32768 characters" },
    };

    [Theory]
    [MemberData(nameof(TooLarge))]
    public void Compile_TooLarge_IsRefused(string source, string message) =>
        Assert.Contains(message, Rules.Refuse(source));

    [Fact]
    public void Compile_AtTheLimitOfNesting_NeedsLittleStack()
    {
        var shapes = new[]
        {
            new string('(', 190) + "1" + new string(')', 190),
            new string('[', 190) + "1" + new string(']', 190),
            string.Join(" + ", Enumerable.Repeat("1", 190)),
            string.Concat(Enumerable.Repeat("true ? 1 : ", 190)) + "2",
            string.Concat(Enumerable.Repeat("[1].all(x, ", 190)) + "true" + new string(')', 190),
        };
        var values = new List<bool>();
        var thread = new Thread(
            () =>
            {
                foreach (var shape in shapes)
                    values.Add(Rules.Evaluate(shape).IsError);
            },
            maxStackSize: 512 * 1024);

        thread.Start();
        thread.Join();

        Assert.All(values, Assert.False);
        Assert.Equal(shapes.Length, values.Count);
    }

    [Fact]
    public void Compile_LongRowOfConditions_IsNoNesting() =>
        Assert.True(Rules.Evaluate(string.Join(" || ", Enumerable.Repeat("1 == 2", 1_000)) + " || true").IsTrue);
}
