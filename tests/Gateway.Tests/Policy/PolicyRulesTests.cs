using McpAspire.Gateway.Policy.Decisions;
using McpAspire.Gateway.Policy.Variables;

namespace McpAspire.Gateway.Tests.Policy;

public sealed class PolicyRulesTests
{
    [Fact]
    public void WithoutRules_NothingIsAllowed()
    {
        var policy = PolicyBench.Of();

        Assert.Equal((DecisionEffect.Deny, DecisionCause.NothingAllows), Of(policy.Call("echo")));
        Assert.Equal(DecisionEffect.Deny, policy.Get("p").Effect);
        Assert.Equal(DecisionEffect.Deny, policy.Read("file:///x").Effect);
        Assert.False(policy.Lists(TargetKind.Tool, "echo"));
    }

    [Fact]
    public void DenyOverRequireOverAllow_WhateverTheOrder()
    {
        string[] rules = ["a:Allow=true", "b:Require=mcp.tool.name != 'two'", "c:Deny=mcp.tool.name in ['two', 'three']"];
        foreach (var policy in (PolicyBench[])[PolicyBench.Of(rules), PolicyBench.Of([.. rules.Reverse()])])
        {
            Assert.True(policy.Call("one").IsAllowed);
            Assert.Equal((DecisionEffect.Deny, DecisionCause.Denied), Of(policy.Call("two")));
            Assert.Equal("c", policy.Call("three").Rule!.Name);
        }
    }

    [Theory]
    [InlineData("x:Deny=jwt.nobody == 'x'")]
    [InlineData("x:Require=jwt.nobody == 'x'")]
    [InlineData("x:Allow=jwt.nobody == 'x'")]
    [InlineData("x:Match=jwt.nobody == 'x'", "x:Allow=true")]
    [InlineData("x:Match=jwt.nobody == 'x'", "x:Deny=false")]
    [InlineData("x:Match=jwt.nobody == 'x'", "x:Scopes=mcp")]
    [InlineData("x:Deny=dyn(1) + dyn('a') == dyn(2)")]
    [InlineData("x:Deny=dyn('neither')")]
    [InlineData("x:Deny=[0,1,2,3,4,5,6,7,8,9].all(a, [0,1,2,3,4,5,6,7,8,9].all(b, [0,1,2,3,4,5,6,7,8,9].all(c, "
        + "[0,1,2,3,4,5,6,7,8,9].all(d, [0,1,2,3,4,5,6,7,8,9].all(e, dyn(a) + b + c + d + e >= 0)))))")]
    public void AnError_Denies_InEveryKindOfRule(params string[] rule)
    {
        var policy = PolicyBench.Of(["open:Allow=true", .. rule]);

        var decision = policy.Call("echo");

        Assert.Equal(DecisionEffect.Deny, decision.Effect);
        Assert.Equal("x", decision.Rule!.Name);
        Assert.False(policy.Lists(TargetKind.Tool, "echo"));
    }

    [Fact]
    public void TheThreeRulesOfTheSeed_WorkWordForWord()
    {
        var policy = PolicyBench.Of(
            "0=mcp.tool.name.startsWith(\"file_read\") && jwt.scope.contains(\"files:read\")",
            "1:require=mcp.tool.name != \"run_command\"",
            "2=mcp.tool.name.startsWith(\"delete_\") && jwt.groups.contains(\"admins\")");

        Assert.True(policy.Call("file_read_text").IsAllowed);
        Assert.False(policy.Call("run_command").IsAllowed);
        Assert.False(policy.Call("delete_note").IsAllowed);
        policy.Groups = ["staff", "admins"];
        Assert.True(policy.Call("delete_note").IsAllowed);
        policy.Groups = ["administrators"];
        Assert.False(policy.Call("delete_note").IsAllowed);
        policy.Claims = """{"sub":"ann","scope":"mcp"}""";
        Assert.False(policy.Call("file_read_text").IsAllowed);
    }

    [Fact]
    public void ARuleAboutTools_ChangesNothingForOthers()
    {
        // A rule for tools hides no prompt that another rule shows, requires nothing of it, and shows none either.
        var before = PolicyBench.Of("open:Allow=has(mcp.prompt) || has(mcp.resource)");
        var after = PolicyBench.Of(
            "open:Allow=has(mcp.prompt) || has(mcp.resource)",
            "t1:Allow=mcp.tool.name == 'echo'",
            "t2:Require=mcp.tool.name != 'x'",
            "t3:Deny=mcp.tool.name == 'p'",
            "t4:Match=mcp.tool.name == 'p'",
            "t4:Scopes=admin");

        foreach (var policy in (PolicyBench[])[before, after])
        {
            Assert.True(policy.Get("p").IsAllowed);
            Assert.True(policy.Read("file:///x").IsAllowed);
        }

        Assert.False(PolicyBench.Of("t1:Allow=mcp.tool.name == 'echo'").Get("echo").IsAllowed);
    }

    [Fact]
    public void ADeny_IsWrittenForAllKinds_OrSaysWhichOne()
    {
        var tools = PolicyBench.Of("a:Allow=true", "b:Deny=mcp.tool.name == 'x'");
        var all = PolicyBench.Of("a:Allow=true", "b:Deny=!has(mcp.tool)");

        Assert.False(tools.Call("x").IsAllowed);
        Assert.True(tools.Get("x").IsAllowed);
        Assert.False(all.Get("x").IsAllowed);
        Assert.True(all.Call("x").IsAllowed);
    }

    [Fact]
    public void ARuleAboutSeveralKinds_HoldsForEachOfThem()
    {
        var policy = PolicyBench.Of("a:Allow=mcp.tool.name == 'a' || mcp.prompt.name == 'b'", "c:Allow=mcp.prompt.name == 'c'");

        Assert.True(policy.Call("a").IsAllowed);
        Assert.True(policy.Get("b").IsAllowed);
        Assert.True(policy.Get("c").IsAllowed);
        Assert.False(policy.Get("a").IsAllowed);
        Assert.False(policy.Call("b").IsAllowed);
    }

    [Fact]
    public void ATemplateThatIsAllowed_SaysNothingOfTheResourcesThatItMakes()
    {
        var policy = PolicyBench.Of("a:Allow=mcp.resource.name == 'notes://{name}'", "b:Allow=mcp.resource.uri == 'notes://public'");

        Assert.True(policy.Lists(TargetKind.Resource, "notes://{name}"));
        Assert.False(policy.Read("notes://secret").IsAllowed);
        Assert.True(policy.Read("notes://public").IsAllowed);
    }

    [Fact]
    public void Arguments_AreJudgedWhenThereAreSome_AndListedUntilThen()
    {
        var policy = PolicyBench.Of(
            "a:Allow=mcp.tool.name == 'read' && mcp.tool.arguments.path.startsWith('/public/')",
            "b:Deny=mcp.tool.arguments.?force.orValue(false)");

        Assert.True(policy.Lists(TargetKind.Tool, "read"));
        Assert.False(policy.Lists(TargetKind.Tool, "write"));
        Assert.True(policy.Call("read", """{"path":"/public/x"}""").IsAllowed);
        Assert.False(policy.Call("read", """{"path":"/public/x","force":true}""").IsAllowed);
        Assert.False(policy.Call("read", """{"path":"/etc/passwd"}""").IsAllowed);
        Assert.Equal(DecisionCause.RuleFailed, policy.Call("read", """{"path":7}""").Cause);
        Assert.Equal(DecisionCause.RuleFailed, policy.Call("read").Cause);
    }

    [Fact]
    public void WhatServersSayOfTools_CanBeAskedFor()
    {
        var policy = PolicyBench.Of("a:Allow=mcp.tool.annotations.readOnlyHint && mcp.tool.title == 'T'");

        Assert.True(policy.Call("x").IsAllowed);
        Assert.False(policy.Lists(TargetKind.Tool, "x"), "a list item without annotations is not known to be read-only");
    }

    [Fact]
    public void MissingScopes_AreAStepUp_WhenNothingElseIsMissing()
    {
        var policy = PolicyBench.Of(
            "a:Allow=mcp.tool.name.startsWith('w')",
            "a:Scopes=files:write",
            "b:Match=mcp.tool.name == 'wipe'",
            "b:Scopes:0=files:admin",
            "b:Scopes:1=files:read",
            "c:Deny=mcp.tool.name == 'wild'");

        Assert.Equal((DecisionEffect.StepUp, DecisionCause.ScopesMissing), Of(policy.Call("write")));
        Assert.Equal(["files:admin", "files:write"], policy.Call("wipe").Missing.Order());
        Assert.Equal(DecisionEffect.Deny, policy.Call("wild").Effect);
        Assert.Equal(DecisionEffect.Deny, policy.Call("read").Effect);
        Assert.False(policy.Lists(TargetKind.Tool, "write"));
        policy.Scopes = ["mcp", "files:write"];
        Assert.True(policy.Call("write").IsAllowed);
        Assert.Equal(["files:admin", "files:read"], policy.Call("wipe").Missing.Order());
    }

    [Fact]
    public void OfSeveralGrants_TheOneThatAsksForLeastCounts()
    {
        var policy = PolicyBench.Of("a:Allow=true", "a:Scopes=x y", "b:Allow=mcp.tool.name == 'echo'");

        Assert.True(policy.Call("echo").IsAllowed);
        Assert.Equal(["x", "y"], policy.Call("other").Missing);
    }

    [Theory]
    [InlineData("client.id == 'client-1'")]
    [InlineData("source.address == '127.0.0.1' && ip(source.address).isLoopback()")]
    [InlineData("!has(source.tailscale)")]
    [InlineData("jwt.sub == 'ann' && 'files:read' in jwt.scopes && jwt.groups == []")]
    [InlineData("mcp.server.name == 'files' && mcp.method == 'tools/call'")]
    [InlineData("now < timestamp('2100-01-01T00:00:00Z') && session.era == 'modern'")]
    [InlineData("request.method == '' && request.headers.size() == 0")]
    public void Variables(string condition) => Assert.True(PolicyBench.Of($"a:Allow={condition}").Call("x").IsAllowed);

    private static (DecisionEffect, DecisionCause) Of(Decision decision) => (decision.Effect, decision.Cause);
}
