using System.ComponentModel;
using McpAspire.Everything.Conversations;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Conformance;

/// <summary>Scenarios <c>input-required-result-*</c> whose state travels with the client, signed.</summary>
internal sealed class StatefulInputTools
{
    private const string FirstRound = "round-1";
    private const string SecondRound = "round-2";

    private static readonly string[] ThreeQuestions =
        [FixtureQuestions.UserName, FixtureQuestions.Greeting, FixtureQuestions.Roots];

    [McpServerTool(Name = "test_input_required_result_request_state"), Description("Asks once, with a state")]
    public static string RequestState(RequestContext<CallToolRequestParams> context) => Confirmed(context);

    [McpServerTool(Name = "test_input_required_result_tampered_state"), Description("Refuses a foreign state")]
    public static string TamperedState(RequestContext<CallToolRequestParams> context) => Confirmed(context);

    [McpServerTool(Name = "test_input_required_result_multiple_inputs"), Description("Asks three things at once")]
    public static string MultipleInputs(RequestContext<CallToolRequestParams> context) =>
        RoundOf(context) == FirstRound && context.Params.InputResponses is { } answers
        && ThreeQuestions.All(answers.ContainsKey)
            ? "All three questions were answered."
            : throw FixtureQuestions.Required(ThreeQuestions, SignedState.Sign(FirstRound));

    [McpServerTool(Name = "test_input_required_result_multi_round"), Description("Asks twice, one after the other")]
    public static string MultiRound(RequestContext<CallToolRequestParams> context) => RoundOf(context) switch
    {
        null => throw Step("step1", Questions.Text("Step 1: What is your name?", "name"), FirstRound),
        FirstRound => throw Step("step2", Questions.Text("Step 2: What is your favorite color?", "color"), SecondRound),
        _ => "Both questions were answered.",
    };

    private static string Confirmed(RequestContext<CallToolRequestParams> context) =>
        RoundOf(context) == FirstRound
            ? "state-ok: the state came back as it was sent."
            : throw FixtureQuestions.Required([FixtureQuestions.Confirm], SignedState.Sign(FirstRound));

    private static string? RoundOf(RequestContext<CallToolRequestParams> context) =>
        context.Params.RequestState is not { } state
            ? null
            : SignedState.Open(state)
              ?? throw new McpProtocolException("The request state was not signed here.", McpErrorCode.InvalidParams);

    private static InputRequiredException Step(string key, ElicitRequestParams question, string round) => new(
        new Dictionary<string, InputRequest> { [key] = InputRequest.ForElicitation(question) },
        SignedState.Sign(round));
}
