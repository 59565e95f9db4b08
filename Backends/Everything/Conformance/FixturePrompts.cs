using System.ComponentModel;
using McpAspire.Everything.Conversations;
using McpAspire.Everything.Media;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Conformance;

/// <summary>Scenarios <c>prompts-*</c> and <c>input-required-result-non-tool-request</c>.</summary>
internal sealed class FixturePrompts
{
    private const string ContextKey = "user_context";

    [McpServerPrompt(Name = "test_simple_prompt"), Description("Has no arguments")]
    public static string Simple() => "This is a simple prompt for testing.";

    [McpServerPrompt(Name = "test_prompt_with_arguments"), Description("Has two arguments")]
    public static string WithArguments(
        [Description("First test argument")] string arg1, [Description("Second test argument")] string arg2) =>
        $"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'";

    [McpServerPrompt(Name = "test_prompt_with_embedded_resource"), Description("Has a resource in it")]
    public static IEnumerable<PromptMessage> WithResource(
        [Description("URI of the resource to embed")] string resourceUri) =>
    [
        Message(new EmbeddedResourceBlock
        {
            Resource = new TextResourceContents
            {
                Uri = resourceUri,
                MimeType = "text/plain",
                Text = "Embedded resource content for testing.",
            },
        }),
        Message(new TextContentBlock { Text = "Please process the embedded resource above." }),
    ];

    [McpServerPrompt(Name = "test_prompt_with_image"), Description("Has an image in it")]
    public static IEnumerable<PromptMessage> WithImage() =>
    [
        Message(ImageContentBlock.FromBytes(Png.Solid(1, 1, 0xFF, 0, 0), Png.MediaType)),
        Message(new TextContentBlock { Text = "Please analyze the image above." }),
    ];

    [McpServerPrompt(Name = "test_input_required_result_prompt"), Description("Asks before it answers (SEP-2322)")]
    public static string WithInput(RequestContext<GetPromptRequestParams> context) =>
        Asking.Answer(context.Params.InputResponses, ContextKey, InputResponse.ElicitResultJsonTypeInfo) is { } answer
            ? $"Continue with this context: {answer.Content?["context"]}"
            : throw new InputRequiredException(new Dictionary<string, InputRequest>
            {
                [ContextKey] = InputRequest.ForElicitation(
                    Questions.Text("What context should the prompt use?", "context")),
            });

    private static PromptMessage Message(ContentBlock content) => new() { Role = Role.User, Content = content };
}
