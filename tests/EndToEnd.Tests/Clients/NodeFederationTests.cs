using System.Text.Json;
using McpAspire.EndToEnd.Tests.Stacks;

namespace McpAspire.EndToEnd.Tests.Clients;

/// <summary>Both generations of the official TypeScript client at the endpoint of all servers.</summary>
public sealed class NodeFederationTests(StackFixture fixture)
{
    private const string Notes = "everything+second://notes/";
    private static readonly string[] Prefixes = ["everything", "second"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Stack Stack => fixture.Stack;

    [Theory]
    [InlineData("walk-v1.mjs", "legacy")]
    [InlineData("walk-v2.mjs", "legacy")]
    [InlineData("walk-v2.mjs", "2026-07-28")]
    public async Task A_client_uses_two_servers_as_one(string script, string revision)
    {
        var walk = await NodeWalk.RunAsync(
            script, "federation", Stack.FederationUrl, revision, Stack.Administrator, Cancellation);

        var era = walk.Step("connected").GetProperty("era").GetString();
        Assert.Equal(revision == "legacy" ? "legacy" : "modern", era);
        AssertLists(walk.Step("listed"));
        AssertAnswers(walk.Step("asked"));
        AssertNote(walk);
        Assert.Equal("done", walk.Names.Last());
    }

    private static void AssertLists(JsonElement listed)
    {
        foreach (var prefix in Prefixes)
        {
            Assert.Contains($"{prefix}_test_simple_text", Strings(listed.GetProperty("tools")));
            Assert.Contains($"{prefix}_translate", Strings(listed.GetProperty("prompts")));
            Assert.Contains($"everything+{prefix}://about", Strings(listed.GetProperty("resources")));
            Assert.Contains($"everything+{prefix}://notes/{{name}}", Strings(listed.GetProperty("templates")));
        }
    }

    /// <summary>The servers' questions reached the client, and its answers the server that had asked.</summary>
    private static void AssertAnswers(JsonElement asked)
    {
        Assert.Equal("The person said: yes to tea", Text(asked.GetProperty("person")));
        Assert.Equal("The model said: a model", Text(asked.GetProperty("model")));
    }

    private static void AssertNote(NodeWalk walk)
    {
        var written = walk.Step("written");
        var name = written.GetProperty("name").GetString()!;
        var uri = Notes + name;

        Assert.Equal(uri, Uri(Content(written.GetProperty("result"))));
        Assert.Equal(uri, Uri(Content(written.GetProperty("there")).GetProperty("resource")));
        Assert.True(written.GetProperty("elsewhere").GetProperty("isError").GetBoolean());
        Assert.Contains(uri, Strings(walk.Step("listChanged").GetProperty("resources")));

        var read = Assert.Single(Result(walk, "read").GetProperty("contents").EnumerateArray());
        Assert.Equal((uri, "Noted."), (Uri(read), read.GetProperty("text").GetString()));
        var attached = Result(walk, "prompted").GetProperty("messages")[1].GetProperty("content");
        Assert.Equal(uri, Uri(attached.GetProperty("resource")));

        var completed = walk.Step("completed");
        Assert.Equal([name], Strings(completed.GetProperty("prompt")));
        Assert.Equal([name], Strings(completed.GetProperty("template")));
        Assert.Empty(Strings(completed.GetProperty("elsewhere")));
        Assert.Equal(uri, Uri(walk.Step("updated")));
    }

    private static JsonElement Result(NodeWalk walk, string step) => walk.Step(step).GetProperty("result");

    private static JsonElement Content(JsonElement result) =>
        Assert.Single(result.GetProperty("content").EnumerateArray());

    private static string Text(JsonElement result) => Content(result).GetProperty("text").GetString()!;

    private static string Uri(JsonElement element) => element.GetProperty("uri").GetString()!;

    private static List<string> Strings(JsonElement array) =>
        [.. array.EnumerateArray().Select(item => item.GetString()!)];
}
