using System.CommandLine;
using McpAspire.Gateway.Commands;

namespace McpAspire.Gateway.Tests.Policy.Commands;

public sealed class PolicyCommandsTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mcp-policy-");

    private string Rules => Path.Combine(_directory.FullName, "policy.json");

    private static string Shipped => Path.Combine(AppContext.BaseDirectory, "policy.json");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void TheShippedPolicy_DoesWhatItsCasesSay()
    {
        var (code, output, _) = Run("policy", "test", Path.ChangeExtension(Shipped, "cases.json"), "-p", Shipped);

        Assert.Equal(0, code);
        Assert.Matches(@"\A[1-9]\d* passed, 0 failed\s*\z", output);
    }

    [Fact]
    public void Check_TellsWhatIsWrongAndWhere()
    {
        Write("""{"Mcp":{"Policy":{"Rules":{"a":{"Allow":"mpc.tool.name == 'x'"}}}}}""");

        var (code, output, errors) = Run("policy", "check", "--policy", Rules);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains("policy.json(1,", errors);
        Assert.Contains("^^^", errors);
    }

    [Fact]
    public void Explain_ShowsEveryRule_AndThePartThatDecided()
    {
        Write("""
            {"Mcp":{"Policy":{"Rules":{
              "readers": {"Allow":"mcp.tool.name.startsWith('file_read') && jwt.scopes.contains('files:read')"},
              "office": {"Require":"jwt.groups.contains('staff')"},
              "notes": {"Deny":"mcp.prompt.name == 'x'"},
              "broken": {"Match":"jwt.department == 'x'", "Allow":"true"}}}}}
            """);

        var (code, output, _) = Run(
            "policy", "explain", "-p", Rules, "--tool", "file_read_text", "--server", "files", "--scope", "files:read",
            "--claims", """{"department":"y"}""");

        Assert.Equal(0, code);
        Assert.Contains("decision  deny: what rule 'office' requires is not true", output);
        Assert.Contains("jwt.groups.contains('staff') = false", output);
        Assert.Matches(@"readers\s+allow\s+allows", output);
        Assert.Matches(@"notes\s+deny\s+not about it", output);
        Assert.Matches("broken\\s+allow\\s+not about it\\s+jwt.department == 'x' = false", output);
    }

    [Fact]
    public void Test_FailsWhereTheRulesDoSomethingElse()
    {
        Write("""{"Mcp":{"Policy":{"Rules":{"a":{"Allow":"mcp.tool.name == 'x'"}}}}}""");
        var cases = Path.Combine(_directory.FullName, "cases.json");
        File.WriteAllText(cases, """
            [
              {"name":"x is allowed","call":{"tool":"x"},"expect":"allow","rule":"a"},
              {"name":"y is allowed","call":{"tool":"y"},"expect":"allow"},
              {"name":"y is hidden","call":{"tool":"y"},"expect":"hidden"},
            ]
            """);

        var (code, output, _) = Run("policy", "test", cases, "-p", Rules);

        Assert.Equal(1, code);
        Assert.Contains("FAILED y is allowed: expected allow, but it is deny: no rule allows it", output);
        Assert.Contains("2 passed, 1 failed", output);
    }

    [Theory]
    [InlineData("mcp.tool.name.startsWith('f') && jwt.scope.contains('files:read')", "write jwt.scopes.contains")]
    [InlineData("mcp.tool.name != 'run_command'", "make it a Deny")]
    [InlineData("!mcp.tool.name.startsWith('rm')", "make it a Deny")]
    [InlineData("mcp.tool.name == 'x'", "no rule allows any prompt")]
    [InlineData("true", "allows everything to everybody")]
    [InlineData("jwt.department == 'x'", "has(jwt.department)")]
    public void Lint_SaysWhatIsDangerous_AndWhatToWrite(string condition, string remedy)
    {
        Write($$"""{"Mcp":{"Policy":{"Rules":{"a":{"Allow":"{{condition}}"} } } } }""");

        var (code, output, _) = Run("policy", "lint", "-p", Rules);
        var (strict, _, _) = Run("policy", "lint", "-p", Rules, "--strict");

        Assert.Equal((0, 1), (code, strict));
        Assert.Contains(remedy, output);
    }

    [Theory]
    [InlineData("mcp.server.name == 'a' && has(jwt.department) && jwt.department == 'x'")]
    [InlineData("mcp.server.name == 'a' && jwt.?department.orValue('') == 'x'")]
    [InlineData("mcp.server.name == 'a' && mcp.method != 'GET'")]
    public void Lint_LeavesGoodRulesAlone(string condition)
    {
        Write($$"""{"Mcp":{"Policy":{"Rules":{"a":{"Allow":"{{condition}}"} } } } }""");

        Assert.Equal(0, Run("policy", "lint", "-p", Rules, "--strict").Code);
    }

    [Theory]
    [InlineData(2, "policy", "explain")]
    [InlineData(2, "policy", "explain", "--tool", "a", "--prompt", "b")]
    [InlineData(2, "policy", "explain", "--tool", "a", "--arguments", "[]")]
    [InlineData(2, "nonsense")]
    [InlineData(1, "policy", "check", "-p", "/nowhere/policy.json")]
    [InlineData(0, "--help")]
    [InlineData(0, "policy", "explain", "--help")]
    public void Usage(int expected, params string[] arguments) => Assert.Equal(expected, Run(arguments).Code);

    private static (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = CommandLine.Run(arguments, new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }

    private void Write(string rules) => File.WriteAllText(Rules, rules);
}
