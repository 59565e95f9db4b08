using System.Text.Json;
using McpAspire.Backends.Tests.Everything.Hosting;
using ModelContextProtocol.Protocol;

namespace McpAspire.Backends.Tests.Everything.Tools;

public sealed class ConversationToolsTests(EverythingServerFixture server)
{
    [Theory, ClassData(typeof(BothEras))]
    public async Task AskModel_ClientSamples_AnswersWhatItSaid(Era era)
    {
        await using var client = await server.ConnectAsync(era, handlers =>
            handlers.SamplingHandler = (request, _, _) => new(new CreateMessageResult
            {
                Model = "parrot",
                Content = [new TextContentBlock { Text = $"You asked: {TextOf(request!)}" }],
            }));

        var answer = await client.TextAsync("ask_model", ("prompt", "Why is the sky blue?"));

        Assert.Equal("The model said: You asked: Why is the sky blue?", answer);
    }

    [Theory, ClassData(typeof(BothEras))]
    public async Task AskPerson_PersonAnswers_AnswersWhatTheySaid(Era era)
    {
        await using var client = await server.ConnectAsync(era, handlers =>
            handlers.ElicitationHandler = (request, _) => new(new ElicitResult
            {
                Action = "accept",
                Content = new Dictionary<string, JsonElement>
                {
                    ["answer"] = JsonSerializer.SerializeToElement($"re: {request!.Message}"),
                },
            }));

        var answer = await client.TextAsync("ask_person", ("question", "Tea or coffee?"));

        Assert.Equal("The person said: re: Tea or coffee?", answer);
    }

    [Theory, ClassData(typeof(BothEras))]
    public async Task AskPerson_PersonDeclines_SaysSo(Era era)
    {
        await using var client = await server.ConnectAsync(era, handlers =>
            handlers.ElicitationHandler = (_, _) => new(new ElicitResult { Action = "decline" }));

        var answer = await client.TextAsync("ask_person", ("question", "Why?"));

        Assert.Contains("decline", answer, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(BothEras))]
    public async Task ShowRoots_ClientOffersRoots_ListsThem(Era era)
    {
        await using var client = await server.ConnectAsync(era, handlers =>
            handlers.RootsHandler = (_, _) => new(new ListRootsResult
            {
                Roots = [new Root { Uri = "file:///home/ada", Name = "home" }, new Root { Uri = "file:///srv" }],
            }));

        Assert.Equal("home: file:///home/ada\nfile:///srv", await client.TextAsync("show_roots"));
    }

    [Theory]
    [InlineData(Era.Legacy, "ask_model", "prompt", "sampling")]
    [InlineData(Era.Modern, "ask_model", "prompt", "sampling")]
    [InlineData(Era.Legacy, "ask_person", "question", "elicitation")]
    [InlineData(Era.Modern, "ask_person", "question", "elicitation")]
    public async Task Ask_ClientDeclaredNothing_NamesTheMissingCapability(
        Era era, string tool, string argument, string capability)
    {
        await using var client = await server.ConnectAsync(era);

        // The client of 2.3.1 throws the HTTP status in the modern era, and the error's text in the legacy one.
        var error = await Record.ExceptionAsync(() => client.CallAsync(tool, (argument, "Why?")));

        Assert.Contains($"needs a client with {capability}", error?.Message, StringComparison.Ordinal);
    }

    private static string TextOf(CreateMessageRequestParams request) =>
        string.Concat(request.Messages
            .SelectMany(message => message.Content)
            .OfType<TextContentBlock>()
            .Select(block => block.Text));
}
