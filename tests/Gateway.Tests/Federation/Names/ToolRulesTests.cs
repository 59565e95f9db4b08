using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation.Names;

namespace McpAspire.Gateway.Tests.Federation.Names;

public sealed class ToolRulesTests
{
    [Fact]
    public void NameOf_IsTheServersOwn_WithoutRules()
    {
        var rules = new ToolRules(new ServerOptions());

        Assert.Equal("echo", rules.NameOf("echo"));
        Assert.Equal("echo", rules.OwnOf("echo"));
    }

    [Fact]
    public void AllowTools_HidesAllOthers()
    {
        var rules = new ToolRules(new ServerOptions { AllowTools = ["echo"] });

        Assert.Equal("echo", rules.OwnOf("echo"));
        Assert.Null(rules.OwnOf("Echo"));
        Assert.Null(rules.OwnOf("add"));
    }

    [Fact]
    public void DenyToolsAndHidden_HideWhatTheyName()
    {
        var rules = new ToolRules(new ServerOptions
        {
            DenyTools = ["echo"],
            Tools = { ["add"] = new ToolOptions { Hidden = true, Name = "plus" } },
        });

        Assert.Null(rules.OwnOf("echo"));
        Assert.Null(rules.OwnOf("add"));
        Assert.Equal("plus", rules.OwnOf("plus"));
        Assert.Equal("other", rules.OwnOf("other"));
    }

    [Fact]
    public void Name_LeavesOneNameForEachTool()
    {
        var rules = new ToolRules(new ServerOptions { Tools = { ["add"] = new ToolOptions { Name = "plus" } } });

        Assert.Equal("plus", rules.NameOf("add"));
        Assert.Equal("add", rules.OwnOf("plus"));
        Assert.Null(rules.OwnOf("add"));
    }

    [Fact]
    public void Name_IsTheOperators_ThoughTheServerHasAnotherToolOfIt()
    {
        var rules = new ToolRules(new ServerOptions { Tools = { ["add"] = new ToolOptions { Name = "plus" } } });

        Assert.Null(rules.NameOf("plus"));
        Assert.Equal("add", rules.OwnOf("plus"));
    }

    [Fact]
    public void Name_OfADeniedTool_IsNobodys()
    {
        var rules = new ToolRules(new ServerOptions
        {
            DenyTools = ["add"],
            Tools = { ["add"] = new ToolOptions { Name = "plus" } },
        });

        Assert.Null(rules.OwnOf("plus"));
        Assert.Null(rules.NameOf("plus"));
    }
}
