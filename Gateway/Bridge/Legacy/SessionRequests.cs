using System.Text.Json;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Sessions;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>Requests that change what a session says, and reach no server by themselves.</summary>
internal sealed class SessionRequests(ISessionStore sessions, NewsStreams news, IOptions<McpOptions> options)
{
    private static readonly ReadOnlyMemory<byte> Done = "{}"u8.ToArray();

    private readonly int _limit = options.Value.LegacyClients.SubscriptionsPerSession;

    /// <summary>2025-11-25, logging: the least severe level from now on.</summary>
    public Task<Refusal?> SetLevelAsync(LegacyRequest request)
    {
        var value = request.Parameters.IsEmpty ? default : JsonMembers.Find(request.Parameters, "level"u8);
        return LogLevels.Find(TextOf(value.Span)) is { } level
            ? ChangeAsync(request, request.Session.Record.State with { LogLevel = level })
            : Refuse(LegacyRefusals.BadLevel);
    }

    /// <summary>2025-11-25, resources, subscriptions: what is told on the GET stream.</summary>
    public Task<Refusal?> SubscribeAsync(LegacyRequest request)
    {
        var state = request.Session.Record.State;
        if (request.Message.Target is not { } uri)
            return Refuse(LegacyRefusals.BadUri);
        if (request.View.ToServer(uri) is null)
            return Refuse(LegacyRefusals.UnknownResource);
        if (state.Subscriptions.Contains(uri, StringComparer.Ordinal))
            return AnswerAsync(request);
        if (state.Subscriptions.Count >= _limit)
            return Refuse(LegacyRefusals.TooManySubscriptions);

        return ChangeAsync(request, state with { Subscriptions = [.. state.Subscriptions, uri] });
    }

    public Task<Refusal?> UnsubscribeAsync(LegacyRequest request)
    {
        var state = request.Session.Record.State;
        if (request.Message.Target is not { } uri)
            return Refuse(LegacyRefusals.BadUri);

        var left = state.Subscriptions.Where(known => known != uri);
        return ChangeAsync(request, state with { Subscriptions = [.. left] });
    }

    /// <summary>Answers with an empty result.</summary>
    public static async Task<Refusal?> AnswerAsync(LegacyRequest request)
    {
        await request.Reply.ResultAsync(Done);
        return null;
    }

    private async Task<Refusal?> ChangeAsync(LegacyRequest request, SessionState state)
    {
        var session = request.Session.Record with { State = state };
        await sessions.ChangeAsync(session, request.Origin.Http.RequestAborted);
        if (!ReferenceEquals(state.Subscriptions, request.Session.Record.State.Subscriptions))
        {
            await news.ChangedAsync(
                new LegacySession(session, request.Session.Owner), request.Origin.Http.RequestAborted);
        }

        return await AnswerAsync(request);
    }

    private static string? TextOf(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
            return null;

        var reader = new Utf8JsonReader(json);
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }

    private static Task<Refusal?> Refuse(Refusal refusal) => Task.FromResult<Refusal?>(refusal);
}
