using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Sessions;
using McpAspire.Gateway.Upstream;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>
/// Requests to clients that wait for their answer. The id names the replica that asked and cannot be guessed; an answer
/// counts if it comes in the session that was asked, at whatever replica, and counts once.
/// </summary>
internal sealed class Questions : IDisposable
{
    private const string AnswerTopic = "legacy-answer";
    private const int RandomBytes = 16;
    private const int MaxId = 256;

    /// <summary>What the SDKs say when nobody answered in time.</summary>
    private const int RequestTimeout = -32001;

    private static readonly TimeSpan BusTimeout = TimeSpan.FromSeconds(10);
    private static readonly ReadOnlyMemory<byte> Accepted = "1"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Unanswered =
        RpcText.Error(RequestTimeout, "The client did not answer in time.");
    private static readonly ReadOnlyMemory<byte> Unusable =
        RpcText.Error(JsonRpcErrorCode.InternalError, "The client gave no usable answer.");

    private readonly ConcurrentDictionary<string, Question> _open = new(StringComparer.Ordinal);
    private readonly IReplicaBus _bus;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly IDisposable _told;

    public Questions(IReplicaBus bus, IOptions<McpOptions> options, TimeProvider time)
    {
        _bus = bus;
        _time = time;
        _timeout = options.Value.LegacyClients.QuestionTimeout;
        _told = bus.Handle(AnswerTopic, TakeAsync);
    }

    /// <summary>Asks and waits. No answer in time is an error answer; cancelling ends the question.</summary>
    /// <param name="sessionKey">The session that is asked.</param>
    /// <param name="send">Sends the request with the id that it is given.</param>
    /// <param name="withdraw">Tells the client that nobody waits for the answer any more.</param>
    /// <param name="cancellationToken">Ends with the call that the question belongs to.</param>
    public async Task<UpstreamAnswer> AskAsync(
        string sessionKey, Func<string, ValueTask> send, Func<string, ValueTask> withdraw,
        CancellationToken cancellationToken)
    {
        var id = $"{_bus.ReplicaId}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes))}";
        var question = new Question(sessionKey);
        _open[id] = question;
        try
        {
            await send(id);
            return await question.Answer.WaitAsync(_timeout, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            await withdraw(id);
            return new UpstreamAnswer(isError: true, Unanswered);
        }
        catch (OperationCanceledException)
        {
            await withdraw(id);
            throw;
        }
        finally
        {
            _open.TryRemove(id, out _);
        }
    }

    /// <summary>Takes a response of a client to where it is waited for; false if nobody waits for this one.</summary>
    public async ValueTask<bool> TryAnswerAsync(LegacyRequest response, CancellationToken cancellationToken)
    {
        var reader = new Utf8JsonReader(response.Id.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > MaxId
            || reader.GetString()!.Split('.') is not [{ Length: > 0 } replica, _])
            return false;

        var answer = new QuestionAnswer(
            response.Session.Key, reader.GetString()!, response.Message.IsError, response.Parameters.ToArray());
        if (replica == _bus.ReplicaId)
            return Take(answer);

        var message = JsonSerializer.SerializeToUtf8Bytes(answer, LegacyBusJson.Default.QuestionAnswer);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = _time.CreateTimer(_ => patience.Cancel(), null, BusTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            var taken = await _bus.AskAsync(replica, AnswerTopic, message, patience.Token);
            return taken is { } said && said.Span.SequenceEqual(Accepted.Span);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose() => _told.Dispose();

    private ValueTask<ReadOnlyMemory<byte>> TakeAsync(ReadOnlyMemory<byte> message, CancellationToken _)
    {
        var answer = JsonSerializer.Deserialize(message.Span, LegacyBusJson.Default.QuestionAnswer);
        return new(answer is not null && Take(answer) ? Accepted : default);
    }

    private bool Take(QuestionAnswer answer)
    {
        if (!_open.TryGetValue(answer.Question, out var question) || question.SessionKey != answer.SessionKey)
            return false;

        // A result of MCP is an object; what else may stand there, the server would choke on.
        var isUsable = answer.Json is [(byte)'{', ..];
        return _open.TryRemove(answer.Question, out _) && question.Take(isUsable
            ? new UpstreamAnswer(answer.IsError, answer.Json)
            : new UpstreamAnswer(isError: true, Unusable));
    }
}
