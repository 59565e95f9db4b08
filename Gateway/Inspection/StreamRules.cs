using System.Collections.Frozen;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Inspection;

/// <summary>
/// Which messages may be on a stream. On that of a request: notifications, in the legacy era the requests that clients
/// know, and one answer, to this request. On a GET stream answers only where an earlier one is resumed.
/// </summary>
internal sealed class StreamRules(McpRequest request)
{
    /// <summary>What servers may ask up to 2025-11-25. In 2026-07-28 they ask nothing (SEP-2322).</summary>
    private static readonly FrozenSet<string> Questions = FrozenSet.Create(
        StringComparer.Ordinal,
        "ping", "sampling/createMessage", "elicitation/create", "roots/list",
        "tasks/get", "tasks/result", "tasks/list", "tasks/cancel");

    /// <summary>Whether the request's answer has come.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>What becomes of a message that is too long to be held back, by what is known of it.</summary>
    public Fate JudgeEarly(MessageScanner message)
    {
        if (message.Method is { } method)
            return IsNotification(method) || IsQuestion(method) ? Fate.Pass : Fate.Drop;

        return message.HasResult || message.HasError ? JudgeAnswer(message, isWhole: false) : Fate.Refuse;
    }

    /// <summary>What becomes of a whole message; one that is passed counts.</summary>
    public Fate Judge(MessageScanner message)
    {
        if (message.Method is null)
        {
            var fate = JudgeAnswer(message, isWhole: true);
            IsAnswered |= fate == Fate.Pass;
            return fate;
        }

        var hasId = message.Id is AnswerId.Other or AnswerId.Expected;
        if (IsNotification(message.Method))
            return message.Id == AnswerId.None ? Fate.Pass : Fate.Refuse;
        if (!hasId)
            return Fate.Refuse;

        return IsQuestion(message.Method) ? Fate.Pass : Fate.Drop;
    }

    private static bool IsNotification(string method) => method.StartsWith("notifications/", StringComparison.Ordinal);

    private bool IsQuestion(string method) => request.Era == McpEra.Legacy && Questions.Contains(method);

    private Fate JudgeAnswer(MessageScanner message, bool isWhole)
    {
        if (request.RequestId.IsEmpty)
            return request.Http.Request.Headers.ContainsKey(McpHeaders.LastEventId) ? Fate.Pass : Fate.Drop;
        if (IsAnswered)
            return Fate.Refuse;

        return message.Id == AnswerId.Expected || (!isWhole && message.Id == AnswerId.None) ? Fate.Pass : Fate.Refuse;
    }
}
