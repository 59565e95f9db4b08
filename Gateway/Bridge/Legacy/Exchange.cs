using System.Text;
using System.Text.Json;
using McpAspire.Gateway.Bridge.Modern;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>
/// What is said on both sides while one request is worked on. The answer is JSON if it is the first thing to say; the
/// first notification or question before it makes it an event stream.
/// </summary>
internal sealed partial class Exchange(
    LegacyRequest request, EventLogs logs, Questions questions, ILogger<Exchange> logger) : IUpstreamTalk
{
    private static readonly ReadOnlyMemory<byte> NotDeclared =
        RpcText.Error(JsonRpcErrorCode.MethodNotFound, "The client does not answer such requests.");

    private static readonly ReadOnlyMemory<byte> BadUrl =
        RpcText.Error(JsonRpcErrorCode.InvalidParams, "The url must be https, or http on this machine.");

    private static readonly ReadOnlyMemory<byte> TooLate =
        RpcText.Error(JsonRpcErrorCode.InvalidRequest, "The request has been answered.");

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private EventLog? _log;
    private bool _isDecided;
    private double _progress = double.NegativeInfinity;

    /// <summary>Who works on the request, as soon as that is known.</summary>
    public McpServer? Server { get; set; }

    /// <summary>Completes when the answer becomes a stream.</summary>
    public Task Begun => _begun.Task;

    /// <summary>The stream, which begins now if it had not yet; null if the answer is JSON.</summary>
    public EventLog? BeginStream()
    {
        lock (_gate)
        {
            if (!_isDecided)
                _log = logs.Open(request.Session, isStanding: false);
            _isDecided = true;
        }

        _begun.TrySetResult();
        return _log;
    }

    /// <summary>Makes the answer JSON, unless it is a stream already: then gives that.</summary>
    public EventLog? Conclude()
    {
        lock (_gate)
            _isDecided = true;
        return _log;
    }

    public ValueTask NotifiedAsync(string method, ReadOnlyMemory<byte> parameters) => method switch
    {
        "notifications/progress" => ProgressedAsync(parameters),
        "notifications/message" when !IsWanted(parameters) => default,
        _ => SayAsync(method, parameters),
    };

    public async Task<UpstreamAnswer> AskedAsync(
        string method, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken)
    {
        if (ClientCapability.For(method, parameters.Span) is not { } needed
            || !needed.IsIn(request.Session.Caller.Capabilities.Span))
        {
            LogNotDeclared(Server?.Name, method);
            return new UpstreamAnswer(isError: true, NotDeclared);
        }

        if (needed.Mode == "url" && !ElicitationPage.IsSafe(parameters.Span))
            return new UpstreamAnswer(isError: true, BadUrl);
        if (BeginStream() is not { } log)
            return new UpstreamAnswer(isError: true, TooLate);

        var shown = needed.Mode == "url" ? Elicitation.WithId(parameters) : parameters;
        shown = ToEndpoint(method, shown);
        return await questions.AskAsync(
            request.Session.Key,
            id => log.AppendAsync(LegacyMessages.Question(id, method, shown.Span)),
            id => log.AppendAsync(LegacyMessages.Withdrawal(id)),
            cancellationToken);
    }

    /// <summary>With the token that the client gave; it MUST increase with each (2025-11-25, progress).</summary>
    private ValueTask ProgressedAsync(ReadOnlyMemory<byte> parameters)
    {
        if (request.ProgressToken.IsEmpty || parameters.IsEmpty)
            return default;

        var value = JsonMembers.Find(parameters, "progress"u8);
        if (value.IsEmpty || NumberOf(value.Span) is not { } progress || progress <= _progress)
            return default;

        _progress = progress;
        return SayAsync("notifications/progress", JsonMembers.Replace(
            parameters.Span, "progressToken"u8, request.ProgressToken.Span, default, default));
    }

    private bool IsWanted(ReadOnlyMemory<byte> parameters)
    {
        var level = parameters.IsEmpty ? default : JsonMembers.Find(parameters, "level"u8);
        var name = level is { IsEmpty: false } && level.Span[0] == (byte)'"'
            ? Encoding.UTF8.GetString(level.Span).Trim('"')
            : null;
        return LogSeverity.Includes(request.Session.Caller.LogLevel!, name);
    }

    private ValueTask SayAsync(string method, ReadOnlyMemory<byte> parameters) =>
        BeginStream() is { } log
            ? log.AppendAsync(LegacyMessages.Notification(method, ToEndpoint(method, parameters).Span))
            : default;

    private ReadOnlyMemory<byte> ToEndpoint(string method, ReadOnlyMemory<byte> parameters) =>
        Server is null || parameters.IsEmpty
            ? parameters
            : request.View.ToEndpoint(request.Session.Caller, Server, method, parameters);

    private static double? NumberOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return reader.Read() && reader.TokenType == JsonTokenType.Number ? reader.GetDouble() : null;
    }

    [LoggerMessage(LogLevel.Warning, "{Server} asks for {Method}, which its client has not declared; refused")]
    private partial void LogNotDeclared(string? server, string method);
}
