using System.Diagnostics;
using McpAspire.Gateway.Bridge;
using McpAspire.Gateway.Federation.Lists;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Policy.Commands;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Audit.Requests;

/// <summary>The rows that a request leaves in the trail.</summary>
internal static class RequestRows
{
    /// <summary>Everything but notifications, answers to questions, and whether the other side is still there.</summary>
    public static bool IsRecorded(McpRequest request) =>
        request.Message is null || request.Message is { Kind: JsonRpcKind.Request, Method: not "ping" };

    /// <summary>Before it happens.</summary>
    public static AuditRow Decision(McpRequest request) => Of(request, AuditKind.Decision) with
    {
        Arguments = ArgumentsOf(request),
        Rule = request.Decision?.Rule?.Name,
        Stage = "policy",
        Outcome = "allow",
    };

    /// <summary>After it has ended, or was refused.</summary>
    public static AuditRow End(McpRequest request, TimeSpan duration)
    {
        var row = Of(request, KindOf(request)) with
        {
            Outcome = request.Outcome,
            Duration = duration,
            Bytes = request.Answered?.Count,
            Filtered = request.Policy?.Hidden ?? [],
        };
        return request.Decision is { IsAllowed: false } denied
            ? row with { Rule = denied.Rule?.Name, Stage = "policy", Outcome = DecisionText.Of(denied), Arguments = ArgumentsOf(request) }
            : row;
    }

    private static AuditKind KindOf(McpRequest request)
    {
        if (request.Decision is { IsAllowed: false })
            return AuditKind.Decision;
        if (request.Outcome is not ("forwarded" or "bridged" or "cancelled"))
            return AuditKind.Refusal;
        if (request.Message is null || request.Message.Method == McpMethods.Initialize)
            return AuditKind.Session;

        return ListKind.All.Any(kind => kind.Method == request.Message.Method) ? AuditKind.List : AuditKind.Outcome;
    }

    private static AuditRow Of(McpRequest request, AuditKind kind) => new()
    {
        Kind = kind,
        DecisionId = request.DecisionId!.Value,
        TraceId = Activity.Current?.TraceId ?? default,
        Subject = request.Caller?.Subject,
        ClientId = request.Caller?.ClientId,
        Scopes = request.Caller?.Scopes ?? (IReadOnlyCollection<string>)[],
        Groups = request.Caller?.Groups ?? (IReadOnlyCollection<string>)[],
        Source = request.Http.Connection.RemoteIpAddress,
        SessionId = request.Session?.Id,
        Server = request.Target?.Server.Name ?? request.Server.Name,
        Method = request.Message?.Method ?? request.Http.Request.Method,
        Name = request.Target?.Name ?? request.Message?.Target,
    };

    private static ReadOnlyMemory<byte> ArgumentsOf(McpRequest request) =>
        request is { Message: { Method: McpMethods.ToolsCall or McpMethods.PromptsGet } message, Body: { } body }
            ? JsonMembers.Find(body.Bytes[message.Content], "arguments"u8)
            : default;
}
