using CsCheck;
using McpAspire.Gateway.Policy.Decisions;
using McpAspire.Gateway.Policy.Variables;

namespace McpAspire.Gateway.Tests.Policy;

/// <summary>What holds for every policy.</summary>
public sealed class PolicyProperties
{
    private static readonly string[] Names = ["echo", "add", "file_read", "file_write", "delete_note"];

    /// <summary>Conditions that read no arguments: true, false, errors, about one kind, about all.</summary>
    private static readonly Gen<string> Condition = Gen.OneOfConst(
        "true", "false", "mcp.tool.name == 'echo'", "mcp.tool.name != 'add'", "mcp.tool.name.startsWith('file_')",
        "mcp.prompt.name in ['echo', 'add']", "has(mcp.resource)", "!has(mcp.tool)", "mcp.resource.uri.endsWith('d')",
        "jwt.groups.contains('staff')", "'files:read' in jwt.scopes", "jwt.nobody == 1", "jwt.?nobody.orValue(1) == 1",
        "mcp.tool.name == 'echo' || mcp.prompt.name == 'add'", "mcp.server.name == 'files' && mcp.tool.name == 'add'",
        "mcp.method.startsWith('tools/')", "dyn(1) / dyn(0) == 1 || mcp.tool.name == 'echo'");

    private static readonly Gen<string[]> Rule =
        from name in Gen.Char['a', 'z'].Array[6].Select(it => new string(it))
        from kind in Gen.OneOfConst("Allow", "Deny", "Require", "Scopes")
        from condition in Condition
        from match in Condition
        from hasMatch in Gen.Bool
        select (string[])
        [
            kind == "Scopes" ? $"{name}:Scopes=files:write" : $"{name}:{kind}={condition}",
            .. hasMatch || kind == "Scopes" ? [$"{name}:Match={match}"] : Array.Empty<string>(),
        ];

    private static readonly Gen<string[][]> Rules = Rule.Array[0, 7]
        .Where(rules => rules.Select(rule => rule[0].Split(':')[0]).Distinct().Count() == rules.Length);

    [Fact]
    public void AListShowsExactlyWhatACallIsAllowed() => Check(policy =>
    {
        foreach (var kind in (TargetKind[])[TargetKind.Tool, TargetKind.Prompt, TargetKind.Resource])
        {
            foreach (var name in Names)
                Assert.Equal(Of(policy, kind, name).IsAllowed, policy.Lists(kind, name));
        }
    });

    [Fact]
    public void TheOrderOfRules_DecidesNothing() => Rules.Sample(
        rules =>
        {
            var (one, other) = (PolicyBench.Of([.. rules.SelectMany(it => it)]), PolicyBench.Of([.. rules.Reverse().SelectMany(it => it)]));
            foreach (var name in Names)
            {
                Assert.Equal(one.Call(name).Effect, other.Call(name).Effect);
                Assert.Equal(one.Get(name).Effect, other.Get(name).Effect);
            }
        },
        iter: 500);

    [Fact]
    public void AFurtherDeny_NeverAllowsAnything() => Rules.Sample(
        rules =>
        {
            var before = PolicyBench.Of([.. rules.SelectMany(it => it)]);
            var after = PolicyBench.Of([.. rules.SelectMany(it => it), "zzzzzzz:Deny=mcp.tool.name == 'echo'"]);
            foreach (var name in Names)
                Assert.True(before.Call(name).IsAllowed || !after.Call(name).IsAllowed);
            Assert.False(after.Call("echo").IsAllowed);
        },
        iter: 500);

    private static void Check(Action<PolicyBench> holds) => Rules.Sample(
        rules =>
        {
            var policy = PolicyBench.Of([.. rules.SelectMany(it => it)]);
            holds(policy);
            policy.Groups = ["staff"];
            policy.Scopes = ["mcp", "files:write"];
            holds(policy);
        },
        iter: 1000);

    private static Decision Of(PolicyBench policy, TargetKind kind, string name) => kind switch
    {
        TargetKind.Tool => policy.Call(name),
        TargetKind.Prompt => policy.Get(name),
        _ => policy.Read(name),
    };
}
