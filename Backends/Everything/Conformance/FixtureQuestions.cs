using McpAspire.Everything.Conversations;
using ModelContextProtocol.Protocol;

namespace McpAspire.Everything.Conformance;

/// <summary>The questions that the scenarios <c>input-required-result-*</c> expect (SEP-2322), by their keys.</summary>
internal static class FixtureQuestions
{
    public const string UserName = "user_name";
    public const string Capital = "capital_question";
    public const string Greeting = "greeting";
    public const string Roots = "client_roots";
    public const string Confirm = "confirm";

    public static InputRequest Ask(string key) => key switch
    {
        UserName => InputRequest.ForElicitation(Questions.Text("What is your name?", "name")),
        Capital => InputRequest.ForSampling(Questions.Prompt("What is the capital of France?", maxTokens: 100)),
        Greeting => InputRequest.ForSampling(Questions.Prompt("Generate a greeting", maxTokens: 50)),
        Roots => InputRequest.ForRootsList(new ListRootsRequestParams()),
        Confirm => InputRequest.ForElicitation(
            Questions.Form("Please confirm", ("ok", new ElicitRequestParams.BooleanSchema()))),
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, "The suite knows no such question."),
    };

    public static InputRequiredException Required(IEnumerable<string> keys, string? state = null) =>
        new(keys.ToDictionary(key => key, Ask), state);
}
