using McpAspire.Backends.Tests.Everything.Hosting;
using McpAspire.Backends.Tests.Everything.Notes;
using ModelContextProtocol.Protocol;

namespace McpAspire.Backends.Tests.Everything.Completion;

public sealed class CompletionsTests(EverythingServerFixture server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(BothEras))]
    public async Task Complete_PromptArgument_AnswersWhatBeginsSo(Era era)
    {
        await using var client = await server.ConnectAsync(era);

        var result = await client.CompleteAsync(
            new PromptReference { Name = "translate" }, "language", "gr", cancellationToken: Stop);

        Assert.Equal(["Greek"], result.Completion.Values);
        Assert.Equal(1, result.Completion.Total);
        Assert.False(result.Completion.HasMore);
    }

    [Theory, ClassData(typeof(BothEras))]
    public async Task Complete_TemplateArgument_AnswersNamesOfNotes(Era era)
    {
        await using var client = await server.ConnectAsync(era);
        var name = NoteNames.New();
        await client.CallAsync("write_note", ("name", name), ("text", "x"));

        var template = new ResourceTemplateReference { Uri = "everything://notes/{name}" };
        var result = await client.CompleteAsync(template, "name", name[..20], cancellationToken: Stop);

        Assert.Equal([name], result.Completion.Values);
    }

    [Theory, ClassData(typeof(BothEras))]
    public async Task Complete_UnknownArgument_AnswersNothing(Era era)
    {
        await using var client = await server.ConnectAsync(era);

        var result = await client.CompleteAsync(
            new PromptReference { Name = "translate" }, "text", "a", cancellationToken: Stop);

        Assert.Empty(result.Completion.Values);
    }
}
