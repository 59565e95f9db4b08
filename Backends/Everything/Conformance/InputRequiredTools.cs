using System.ComponentModel;
using McpAspire.Everything.Conversations;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Conformance;

/// <summary>
/// Scenarios <c>input-required-result-*</c> (SEP-2322) without a state: a first call answers with questions, a second
/// one brings the answers. Wrong or missing answers are asked for again.
/// </summary>
internal sealed class InputRequiredTools
{
    [McpServerTool(Name = "test_input_required_result_elicitation"), Description("Asks for a name")]
    public static string Elicitation(RequestContext<CallToolRequestParams> context) =>
        context.Answer(FixtureQuestions.UserName, InputResponse.ElicitResultJsonTypeInfo) is { } answer
            ? $"Hello, {answer.Content?["name"]}!"
            : throw FixtureQuestions.Required([FixtureQuestions.UserName]);

    [McpServerTool(Name = "test_input_required_result_sampling"), Description("Asks the client's model")]
    public static string Sampling(RequestContext<CallToolRequestParams> context) =>
        context.Answer(FixtureQuestions.Capital, InputResponse.CreateMessageResultJsonTypeInfo) is { } said
            ? string.Concat(said.Content.OfType<TextContentBlock>().Select(block => block.Text))
            : throw FixtureQuestions.Required([FixtureQuestions.Capital]);

    [McpServerTool(Name = "test_input_required_result_list_roots"), Description("Asks for the client's roots")]
    public static string ListRoots(RequestContext<CallToolRequestParams> context) =>
        context.Answer(FixtureQuestions.Roots, InputResponse.ListRootsResultJsonTypeInfo) is { } answer
            ? $"The client's roots: {string.Join(", ", answer.Roots.Select(root => root.Uri))}"
            : throw FixtureQuestions.Required([FixtureQuestions.Roots]);

    [McpServerTool(Name = "test_input_required_result_capabilities"), Description("Asks only what was declared")]
    public static string Capabilities(RequestContext<CallToolRequestParams> context)
    {
        if (context.Params.InputResponses is { Count: > 0 }) return "The client answered.";

        var declared = context.Server.ClientCapabilities;
        List<string> questions = [];
        if (declared?.Sampling is not null) questions.Add(FixtureQuestions.Capital);
        if (declared?.Elicitation is not null) questions.Add(FixtureQuestions.UserName);
        if (declared?.Roots is not null) questions.Add(FixtureQuestions.Roots);
        return questions.Count == 0
            ? "The client declared nothing that could be asked."
            : throw FixtureQuestions.Required(questions);
    }
}
