using System.Text.Json;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Sessions;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>Requests that change what a session says, and reach no server by themselves.</summary>
internal sealed class SessionRequests(ISessionStore sessions, NewsStreams news, IOptions<McpOptions> options)
{
    private static readonly ReadOnlyMemory<byte> Done = "{}"u8.ToArray();

    private readonly int _limit = options.Value.LegacyClients.SubscriptionsPerSession;

    /// <summary>2025-11-25, logging: the least severe level from now on.</summary>
    public async Task<Refusal?> SetLevelAsync(LegacyRequest request)
    {
        var value = request.Parameters.IsEmpty ? default : JsonMembers.Find(request.Parameters, "level"u8);
        if (LogSeverity.Find(TextOf(value.Span)) is not { } level)
            return LegacyRefusals.BadLevel;

        var changed = await sessions.ChangeAsync(
            request.Session.Record, state => state with { LogLevel = level }, request.Origin.Http.RequestAborted);
        return changed is null ? Refusals.UnknownSession : await AnswerAsync(request);
    }

    /// <summary>2025-11-25, resources, subscriptions: what is told on the GET stream.</summary>
    public Task<Refusal?> SubscribeAsync(LegacyRequest request)
    {
        if (request.Message.Target is not { } uri)
            return Refuse(LegacyRefusals.BadUri);
        if (request.View.ToServer(uri) is null)
            return Refuse(LegacyRefusals.UnknownResource);

        return ChangeAsync(request, known => known.Contains(uri, StringComparer.Ordinal) ? known : [.. known, uri]);
    }

    public Task<Refusal?> UnsubscribeAsync(LegacyRequest request) => request.Message.Target is { } uri
        ? ChangeAsync(request, known => known.Contains(uri, StringComparer.Ordinal)
            ? [.. known.Where(other => other != uri)]
            : known)
        : Refuse(LegacyRefusals.BadUri);

    /// <summary>Answers with an empty result.</summary>
    public static async Task<Refusal?> AnswerAsync(LegacyRequest request)
    {
        await request.Reply.ResultAsync(Done);
        return null;
    }

    private async Task<Refusal?> ChangeAsync(
        LegacyRequest request, Func<IReadOnlyList<string>, IReadOnlyList<string>> change)
    {
        var isTooMany = false;
        var version = 0L;
        var changed = await sessions.ChangeAsync(request.Session.Record, Change, request.Origin.Http.RequestAborted);
        if (changed is null)
            return Refusals.UnknownSession;
        if (isTooMany)
            return LegacyRefusals.TooManySubscriptions;

        if (changed.State.SubscriptionsVersion == version)
        {
            await news.ChangedAsync(
                new LegacySession(changed, request.Session.Owner), request.Origin.Http.RequestAborted);
        }

        return await AnswerAsync(request);

        SessionState Change(SessionState state)
        {
            var subscriptions = change(state.Subscriptions);
            isTooMany = subscriptions.Count > _limit && subscriptions.Count > state.Subscriptions.Count;
            version = state.SubscriptionsVersion + 1;
            return isTooMany || ReferenceEquals(subscriptions, state.Subscriptions)
                ? state
                : state with { Subscriptions = subscriptions, SubscriptionsVersion = version };
        }
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
