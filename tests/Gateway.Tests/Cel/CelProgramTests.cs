using McpAspire.Gateway.Cel;
using McpAspire.Gateway.Cel.Library;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Tests.Cel;

public sealed class CelProgramTests
{
    [Theory]
    [InlineData("mcp.tool.name == 'a' && jwt.sub == 'b'", "jwt.sub mcp.tool.name")]
    [InlineData("has(mcp.tool.arguments.path)", "mcp.tool.arguments.path")]
    [InlineData("mcp['tool'].name == jwt[?'sub'].orValue('')", "jwt.sub mcp.tool.name")]
    [InlineData("cel.bind(t, mcp.tool, t.name == 'a')", "mcp.tool")]
    [InlineData("jwt.groups.exists(g, g == mcp.method)", "jwt.groups mcp.method")]
    [InlineData("['tool'].all(k, mcp[k] == jwt)", "jwt mcp")]
    [InlineData("1 + 1 == 2", "")]
    public void Reads_Expression_NamesItsVariablesAndFields(string source, string expected)
    {
        var reads = Rules.Compile(source, Rules.Gateway).Reads.Select(path => path.ToString());

        Assert.Equal(expected, string.Join(' ', reads.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("mcp.tool.name == 'a'", false)]
    [InlineData("mcp.method == 'a' && jwt.arguments == 1", false)]
    [InlineData("mcp.tool.arguments.path == 'a'", true)]
    [InlineData("has(mcp.tool.arguments)", true)]
    [InlineData("mcp.tool == {}", true)]
    [InlineData("['tool'].all(k, mcp[k] == 1)", true)]
    [InlineData("cel.bind(t, mcp.tool, t.name == 'a')", true)]
    public void MayRead_Arguments_IsTrueWhereTheyCouldBeSeen(string source, bool expected) =>
        Assert.Equal(expected, Rules.Compile(source, Rules.Gateway).MayRead("mcp.tool.arguments"));

    [Fact]
    public void Evaluate_FunctionOfTheCaller_IsCalledWithWhatItTakes()
    {
        var functions = CelFunctions.Standard.With(set =>
            set.Member("shout", "string -> string",
                (text, ref _) => CelValue.Of(text.AsString.ToUpperInvariant() + "!")));
        var environment = new CelEnvironment([new CelVariable("x")], functions);
        var program = Rules.Compile("x.shout()", environment);

        Assert.Equal("HEY!", program.Evaluate(new BoundValues(CelValue.Of("hey"))).AsString);
        Assert.Equal(CelErrorCode.NoSuchOverload, program.Evaluate(new BoundValues(CelValue.Of(1L))).AsError.Code);
    }

    [Fact]
    public void Evaluate_ListContains_IsMembershipAndOfAStringASubstring()
    {
        var program = Rules.Compile("jwt.x.contains('admins')", Rules.Gateway);

        Assert.True(program.Evaluate(Jwt(CelValue.Of(new CelStrings(["users", "admins"])))).IsTrue);
        Assert.True(program.Evaluate(Jwt(CelValue.Of(new CelStrings(["no-admins"])))).IsFalse);
        Assert.True(program.Evaluate(Jwt(CelValue.Of("no-admins"))).IsTrue);
        Assert.True(program.Evaluate(Jwt(CelValue.Null)).IsError);
    }

    [Fact]
    public void Evaluate_ValueOfAnotherTypeThanDeclared_IsAnError()
    {
        var program = Rules.Compile("mcp.method.startsWith('tools/')", Rules.Gateway);

        Assert.True(program.Evaluate(new BoundValues(CelValue.Of(1L))).IsError);
        Assert.True(program.Evaluate(new BoundValues(default(CelValue))).IsError);
    }

    [Fact]
    public void Evaluate_ActivationThatThrows_IsAnError()
    {
        var value = Rules.Compile("jwt.sub == 'ada' || true", Rules.Gateway).Evaluate(new BoundValues());

        Assert.Equal(CelErrorCode.Internal, value.AsError.Code);
    }

    [Fact]
    public void Evaluate_ByManyThreadsAtOnce_GivesEachItsOwn()
    {
        var program =
            Rules.Compile("[x, x + 1].map(a, [a].map(b, b * 2)[0])[1]", new CelEnvironment([new CelVariable("x")]));

        Parallel.For(0L, 10_000, i =>
            Assert.Equal((i + 1) * 2, program.Evaluate(new BoundValues(CelValue.Of(i))).AsInt));
    }

    [Fact]
    public void Evaluate_RuleWithoutMacros_AllocatesNothing()
    {
        var program = Rules.Compile("""mcp.x.startsWith("file_read") && jwt.scope.contains("files:read")""",
            new CelEnvironment([new CelVariable("mcp"), new CelVariable("jwt")]));
        var activation = new BoundValues(
            Object("x", CelValue.Of("file_read_lines")), Object("scope", CelValue.Of("openid files:read")));
        Assert.True(program.Evaluate(activation).IsTrue);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            program.Evaluate(activation);

        Assert.Equal(0, (GC.GetAllocatedBytesForCurrentThread() - before) / 1_000);
    }

    private static BoundValues Jwt(CelValue claim) => new(CelValue.Null, Object("x", claim));

    private static CelValue Object(string name, CelValue value)
    {
        var table = new CelTable();
        table.Add(CelValue.Of(name), value);
        return CelValue.Of(table);
    }
}
