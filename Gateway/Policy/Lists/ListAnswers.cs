using McpAspire.Gateway.Federation.Lists;
using McpAspire.Gateway.Inspection;
using McpAspire.Gateway.Pipeline;

namespace McpAspire.Gateway.Policy.Lists;

/// <summary>Has the lists filtered that a backend answers itself.</summary>
internal static class ListAnswers
{
    /// <summary>Whether the body of an inspected answer was replaced, so that its length is another.</summary>
    public static bool Filter(McpRequest request, HttpResponseMessage answer, bool isStream, int limit)
    {
        if (request is not { Policy: { } policy, Message.Method: { } method }
            || ListKind.All.FirstOrDefault(it => it.Method == method) is not { } kind)
            return false;

        bool Shows(ListItem item) => policy.Lists(request.Server, kind, item);
        answer.Content = new InspectedContent(
            answer.Content, body => ListAnswerStream.Of(body, isStream, limit, kind, Shows));
        return true;
    }
}
