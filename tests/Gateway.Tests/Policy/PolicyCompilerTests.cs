using McpAspire.Gateway.Policy;
using McpAspire.Gateway.Policy.Rules;
using Microsoft.Extensions.Configuration;

namespace McpAspire.Gateway.Tests.Policy;

public sealed class PolicyCompilerTests
{
    [Theory]
    [InlineData("Unknown variable \"mpc\"", "a:Allow=mpc.tool.name == 'x'")]
    [InlineData("Did you mean \"mcp\"", "a:Allow=mpc.tool.name == 'x'")]
    [InlineData("Mcp:Policy:Rules:a:Match:1:1", "a:Match=nothing", "a:Allow=true")]
    [InlineData("Did you mean \"name\"", "a:Allow=mcp.tool.nam == 'x'")]
    [InlineData("argument", "a:Allow=mcp.resource.arguments.x")]
    [InlineData("startWith", "a:Allow=mcp.tool.name.startWith('x')")]
    [InlineData("must be of type bool", "a:Allow='x'")]
    [InlineData("expression", "a:Allow=")]
    [InlineData("more than one of Allow, Deny and Require", "a:Allow=true", "a:Deny=true")]
    [InlineData("does nothing", "a:Description=x")]
    [InlineData("cannot stand with Deny or Require", "a:Deny=true", "a:Scopes=x")]
    [InlineData("is no scope", "a:Scopes:0=a b")]
    [InlineData("is not a setting", "a:Alow=true")]
    [InlineData("name of another rule", "a:Allow=true", "0:Allow=true", "0:Name=A")]
    public void WhatIsWrong_IsNamed(string problem, params string[] settings) =>
        Assert.Contains(PolicyBench.ProblemsOf(settings), it => it.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void EverythingThatIsWrong_IsNamedAtOnce()
    {
        var problems = PolicyBench.ProblemsOf("a:Allow=x", "b:Deny=y", "c:Require='z'");

        Assert.Equal(3, problems.Count);
    }

    [Fact]
    public void AMistakeInAFile_HasFileLineColumnAndCaret()
    {
        var directory = Directory.CreateTempSubdirectory("mcp-policy-");
        try
        {
            var file = Path.Combine(directory.FullName, "policy.json");
            File.WriteAllText(
                file,
                """
                {
                  // who may do what
                  "Mcp": { "Policy": { "Rules": [
                    "true",
                    { "name": "notes",
                      "allow": "mcp.tool.name == 'x' && mpc.tool.name == 'y'" },
                  ] } }
                }
                """);
            var configuration = new ConfigurationBuilder().AddJsonFile(file).Build();
            var options = PolicySettings.Read(configuration.GetSection("Mcp:Policy"));

            var problem = Assert.Single(PolicyCompiler.Compile(options, new SettingPlaces(configuration)).Problems);

            Assert.Equal(
                $"{file}(6,41): Mcp:Policy:Rules:1:Allow:1:25: Unknown variable \"mpc\"\n"
                + "  mcp.tool.name == 'x' && mpc.tool.name == 'y'\n"
                + "                          ^^^\n"
                + "  Did you mean \"mcp\"?",
                problem);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void AListOfAgentgateway_IsReadAsItIs()
    {
        var policy = PolicyBench.Of(
            "0=mcp.tool.name == \"echo\"",
            "1:allow=jwt.sub == \"ann\" && mcp.tool.name == \"add\"",
            "2:deny=mcp.tool.name == \"run\"",
            "3:require=mcp.tool.name != \"rm\"");

        Assert.True(policy.Call("echo").IsAllowed);
        Assert.True(policy.Call("add").IsAllowed);
        Assert.False(policy.Call("run").IsAllowed);
        Assert.False(policy.Call("rm").IsAllowed);
    }
}
