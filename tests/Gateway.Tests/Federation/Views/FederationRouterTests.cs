using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation.Names;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Tests.Federation.Hosting;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Tests.Federation.Views;

public sealed class FederationRouterTests : IDisposable
{
    private readonly FederationBed _bed = new("a", "b");

    public FederationRouterTests()
    {
        _bed["a"].HasTools("echo", "b_c", new string('x', 100));
        _bed["a"].Has("prompts/list", """{"prompts":[{"name":"greet"}]}""");
        _bed["b"].HasTools("echo");
    }

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData("a_echo", "a", "echo")]
    [InlineData("b_echo", "b", "echo")]
    [InlineData("a_b_c", "a", "b_c")]
    public async Task RouteAsync_ACall_GoesToTheServerThatTheNameSays(string name, string server, string own) =>
        Assert.Equal(
            (server, own, $$$"""{"arguments":{"name":"{{{name}}}"},"name":"{{{own}}}","_meta":{"a":1}}"""),
            await _bed.RouteAsync(
                "tools/call", $$$"""{"arguments":{"name":"{{{name}}}"},"name":"{{{name}}}","_meta":{"a":1}}"""));

    [Fact]
    public async Task RouteAsync_AShortenedName_LeadsToTheWholeOne()
    {
        var name = FederatedName.Of("a", new string('x', 100));

        var routed = await _bed.RouteAsync("tools/call", $$"""{"name":"{{name}}"}""");

        Assert.Equal(("a", new string('x', 100)), (routed?.Server, routed?.Target));
    }

    [Theory]
    [InlineData("echo")]
    [InlineData("c_echo")]
    [InlineData("a_none")]
    [InlineData("A_echo")]
    [InlineData("a_Echo")]
    [InlineData(" a_echo")]
    [InlineData("a_echo\u200b")]
    [InlineData("a__echo")]
    [InlineData("a_echo ")]
    [InlineData("_echo")]
    [InlineData("")]
    public async Task RouteAsync_AnyOtherName_IsUnknown(string name) =>
        Assert.Null(await _bed.RouteAsync("tools/call", $$"""{"name":"{{name}}"}"""));

    [Fact]
    public async Task RouteAsync_WithoutAName_IsUnknown() => Assert.Null(await _bed.RouteAsync("tools/call", "{}"));

    [Theory]
    [InlineData("ping")]
    [InlineData("tools/list")]
    [InlineData("logging/setLevel")]
    [InlineData("custom/method")]
    public async Task RouteAsync_WhatHasNoServer_IsUnknown(string method) =>
        Assert.Null(await _bed.RouteAsync(method, """{"name":"a_echo","uri":"memo+a:x"}"""));

    [Fact]
    public async Task RouteAsync_APrompt_IsNotATool()
    {
        Assert.Equal(("a", "greet", """{"name":"greet"}"""), await _bed.RouteAsync("prompts/get", """{"name":"a_greet"}"""));
        Assert.Null(await _bed.RouteAsync("tools/call", """{"name":"a_greet"}"""));
        Assert.Null(await _bed.RouteAsync("prompts/get", """{"name":"a_echo"}"""));
    }

    [Theory]
    [InlineData("resources/read")]
    [InlineData("resources/subscribe")]
    [InlineData("resources/unsubscribe")]
    public async Task RouteAsync_AResource_GoesToTheServerThatTheUriSays(string method)
    {
        Assert.Equal(("b", "memo:x", """{"uri":"memo:x"}"""), await _bed.RouteAsync(method, """{"uri":"memo+b:x"}"""));
        Assert.Equal(("a", "ui://x", """{"uri":"ui://x"}"""), await _bed.RouteAsync(method, """{"uri":"ui://a/x"}"""));
        Assert.Null(await _bed.RouteAsync(method, """{"uri":"memo+c:x"}"""));
        Assert.Null(await _bed.RouteAsync(method, """{"uri":"memo:x"}"""));
    }

    [Fact]
    public async Task RouteAsync_ACompletion_GoesWhereItsReferenceSays()
    {
        Assert.Equal(
            ("a", null, """{"ref":{"type":"ref/prompt","name":"greet"},"argument":{"name":"a_greet","value":""}}"""),
            await _bed.RouteAsync(
                "completion/complete",
                """{"ref":{"type":"ref/prompt","name":"a_greet"},"argument":{"name":"a_greet","value":""}}"""));
        Assert.Equal(
            ("b", null, """{"ref":{"uri":"memo:{id}","type":"ref/resource"}}"""),
            await _bed.RouteAsync("completion/complete", """{"ref":{"uri":"memo+b:{id}","type":"ref/resource"}}"""));
    }

    [Theory]
    [InlineData("""{"ref":{"type":"ref/prompt","name":"a_none"}}""")]
    [InlineData("""{"ref":{"type":"ref/prompt","uri":"memo+b:x"}}""")]
    [InlineData("""{"ref":{"type":"ref/resource","uri":"memo+c:x"}}""")]
    [InlineData("""{"ref":{"type":"ref/other","name":"a_greet"}}""")]
    [InlineData("""{"ref":["ref/prompt"]}""")]
    [InlineData("""{"ref":{"type":7,"name":"a_greet"}}""")]
    [InlineData("""{"argument":{"name":"x","value":""}}""")]
    public async Task RouteAsync_ACompletionOfNothing_IsUnknown(string parameters) =>
        Assert.Null(await _bed.RouteAsync("completion/complete", parameters));

    [Theory]
    [InlineData("tasks/get")]
    [InlineData("tasks/update")]
    [InlineData("tasks/cancel")]
    public async Task RouteAsync_ATask_IsItsOwnersOnly(string method)
    {
        var id = new TaskIds(new byte[32]).Of("b", "ann", "7");

        Assert.Equal(
            ("b", "7", """{"taskId":"7"}"""), await _bed.RouteAsync(method, $$"""{"taskId":"{{id}}"}"""));
        Assert.Null(await _bed.RouteAsync(method, $$"""{"taskId":"{{id}}"}""", FederationBed.CallerOf("bob")));
        Assert.Null(await _bed.RouteAsync(method, """{"taskId":"7"}"""));
    }

    [Fact]
    public async Task RouteAsync_AHiddenTool_IsAsUnknownAsOneThatDoesNotExist()
    {
        using var bed = new FederationBed(("a", new ServerOptions { DenyTools = ["secret"] }));
        bed["a"].HasTools("echo", "secret");

        Assert.Null(await bed.RouteAsync("tools/call", """{"name":"a_secret"}"""));
        var afterHidden = bed["a"].Calls.Count;
        bed.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await bed.RouteAsync("tools/call", """{"name":"a_nothing"}"""));

        // The same way was gone for both: the list was read, once.
        Assert.Equal((1, 2), (afterHidden, bed["a"].Calls.Count));
    }

    [Fact]
    public async Task RouteAsync_ATool_ThatIsNew_IsFoundWithoutWaitingForTheListToBeOld()
    {
        Assert.Null(await _bed.RouteAsync("tools/call", """{"name":"a_new"}"""));

        _bed["a"].HasTools("new");
        _bed.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.NotNull(await _bed.RouteAsync("tools/call", """{"name":"a_new"}"""));
    }

    [Fact]
    public async Task RouteAsync_UnknownNames_DoNotMakeTheServerListMoreThanOnceASecond()
    {
        for (var i = 0; i < 50; i++)
            Assert.Null(await _bed.RouteAsync("tools/call", $$"""{"name":"a_none{{i}}"}"""));

        Assert.Single(_bed["a"].Calls);
    }

    [Fact]
    public async Task RouteAsync_ToAServerThatWasNeverThere_SaysSo()
    {
        var refusal = new Refusal(502, -32603, "Away.", "away");
        _bed["a"].Failure = new UpstreamException(refusal);

        var exception = await Assert.ThrowsAsync<UpstreamException>(
            () => _bed.RouteAsync("tools/call", """{"name":"a_echo"}"""));

        Assert.Same(refusal, exception.Refusal);
        Assert.NotNull(await _bed.RouteAsync("tools/call", """{"name":"b_echo"}"""));
    }
}
