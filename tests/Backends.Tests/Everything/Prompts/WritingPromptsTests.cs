using McpAspire.Backends.Tests.Everything.Hosting;
using McpAspire.Backends.Tests.Everything.Notes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpAspire.Backends.Tests.Everything.Prompts;

public sealed class WritingPromptsTests(EverythingServerFixture server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(BothEras))]
    public async Task List_NamesPromptsWithTheirArguments(Era era)
    {
        await using var client = await server.ConnectAsync(era);

        var prompts = await client.ListPromptsAsync(cancellationToken: Stop);

        var translate = prompts.Single(prompt => prompt.Name == "translate").ProtocolPrompt;
        Assert.Equal(["language", "text"], translate.Arguments!.Select(argument => argument.Name));
        Assert.All(translate.Arguments!, argument => Assert.True(argument.Required));
    }

    [Theory, ClassData(typeof(BothEras))]
    public async Task Get_Translate_FillsInTheArguments(Era era)
    {
        await using var client = await server.ConnectAsync(era);

        var arguments = new Dictionary<string, object?> { ["language"] = "Danish", ["text"] = "Good morning" };
        var prompt = await client.GetPromptAsync("translate", arguments, cancellationToken: Stop);

        var text = Assert.IsType<TextContentBlock>(Assert.Single(prompt.Messages).Content).Text;
        Assert.Contains("into Danish", text, StringComparison.Ordinal);
        Assert.EndsWith("Good morning", text, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(BothEras))]
    public async Task Get_SummarizeNote_AttachesTheNote(Era era)
    {
        await using var client = await server.ConnectAsync(era);
        var name = NoteNames.New();
        await client.CallAsync("write_note", ("name", name), ("text", "A long story."));

        var arguments = new Dictionary<string, object?> { ["name"] = name };
        var prompt = await client.GetPromptAsync("summarize_note", arguments, cancellationToken: Stop);

        var attached = prompt.Messages.Select(message => message.Content).OfType<EmbeddedResourceBlock>().Single();
        Assert.Equal("A long story.", Assert.IsType<TextResourceContents>(attached.Resource).Text);
    }

    [Theory, ClassData(typeof(BothEras))]
    public async Task Get_UnknownNote_IsAnErrorOfTheArguments(Era era)
    {
        await using var client = await server.ConnectAsync(era);

        var arguments = new Dictionary<string, object?> { ["name"] = "no-such-note" };
        var error = await Assert.ThrowsAsync<McpProtocolException>(
            () => client.GetPromptAsync("summarize_note", arguments, cancellationToken: Stop).AsTask());

        Assert.Equal(McpErrorCode.InvalidParams, error.ErrorCode);
    }
}
