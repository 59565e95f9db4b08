using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Authentication.Revocations;

/// <summary>
/// The access tokens that the issuer has revoked. A signed token is good by itself until it expires, so somebody has to
/// say which ones are not; asked once for all of them, the issuer is not in the way of every request.
/// </summary>
internal sealed partial class RevocationList(
    IHttpClientFactory clients,
    IOptions<McpOptions> options,
    LiveStreams streams,
    SigningKeys keys,
    GatewayTelemetry telemetry,
    TimeProvider time,
    ILogger<RevocationList> logger)
{
    public const string ClientName = "revocations";

    /// <summary>How long the first requests wait for the first list, as they would for the first keys.</summary>
    public static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(5);

    private const int LargestList = 4 * 1024 * 1024;

    private readonly TokenOptions _options = options.Value.Authorization;
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile RevocationSnapshot? _current;
    private string? _problem;

    public bool IsOn => !string.IsNullOrEmpty(_options.RevocationsAddress);

    /// <summary>Whether what is known is young enough to rely on. What is unknown for longer admits nobody.</summary>
    public bool IsCurrent =>
        !IsOn || (_current is { } known && time.GetElapsedTime(known.AskedAt) <= _options.RevocationsMaxAge);

    public bool Contains(string id) => _current is { } known && known.Ids.Contains(id);

    /// <summary>Whether a token that is good by itself counts no more.</summary>
    public bool Ends(AccessToken token) => _current is { } known && known.Ends(token);

    /// <summary>
    /// Has a stream last no longer than its token, from now on until the response ends. What has begun is cut, not
    /// ended: nobody must take it for complete.
    /// </summary>
    public void EndWith(AccessToken token, HttpContext http)
    {
        http.Response.RegisterForDispose(streams.Add(token, http));
        // It may have been revoked after it was looked at, and before the stream was among those to cut.
        if (Ends(token))
            http.Abort();
    }

    /// <summary>Completes when there is a list, or there was none within the bound.</summary>
    public async ValueTask FirstAsync(CancellationToken cancellationToken)
    {
        if (!IsOn || _current is not null)
            return;

        try
        {
            await _first.Task.WaitAsync(StartPatience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Whoever asks sees that there is none.
        }
    }

    /// <summary>Asks the issuer. When it does not answer, what is known stays, and ages.</summary>
    public async Task FetchAsync(CancellationToken cancellationToken)
    {
        var askedAt = time.GetTimestamp();
        var trusted = keys.Current.Keys.Keys;
        try
        {
            using var client = clients.CreateClient(ClientName);
            client.MaxResponseContentBufferSize = LargestList;
            using var request = Request();
            using var response = await client.SendAsync(request, cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotModified && _current is { } known)
                _current = known with { AskedAt = askedAt };
            else
                await AcceptAsync(response, askedAt, trusted, cancellationToken);
            _first.TrySetResult();
            await FollowKeysAsync(cancellationToken);
            if (_problem is not null)
                LogFetchedAgain(_options.RevocationsAddress);
            _problem = null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Told once: it is asked again in seconds.
            if (_problem != exception.Message)
                LogFetchFailed(exception.Message, _options.RevocationsAddress);
            _problem = exception.Message;
        }
    }

    private HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, _options.RevocationsAddress);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.RevocationsKey);
        if (_current?.Tag is { } tag)
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return request;
    }

    private async Task AcceptAsync(
        HttpResponseMessage response, long askedAt, ImmutableArray<string> trusted, CancellationToken cancellationToken)
    {
        using var activity = telemetry.Source.StartActivity("take revocations");
        if (response.StatusCode != HttpStatusCode.OK)
            throw new HttpRequestException($"The issuer answered {(int)response.StatusCode}.");

        var json = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var next = RevocationsReader.Read(json, response.Headers.ETag?.ToString(), askedAt).After(_current, trusted);
        var hasChanged = _current is not { } known || !known.Ids.SetEquals(next.Ids);
        _current = next;
        var cut = streams.Cut(next.Ends);
        if (hasChanged)
            LogChanged(next.Ids.Count, cut);
    }

    /// <summary>
    /// A key that the issuer dropped must not be trusted until the key set happens to be fetched again: whoever has got
    /// it signs tokens that no list can name.
    /// </summary>
    private async Task FollowKeysAsync(CancellationToken cancellationToken)
    {
        if (_current?.Keys is { } named && !named.SetEquals(keys.Current.Keys.Keys))
            await keys.RefreshAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "{Count} access tokens are revoked; cut {Streams} streams of theirs")]
    private partial void LogChanged(int count, int streams);

    [LoggerMessage(LogLevel.Warning, "The revoked tokens could not be fetched from {Address}: {Problem}")]
    private partial void LogFetchFailed(string problem, string? address);

    [LoggerMessage(LogLevel.Information, "The revoked tokens can be fetched from {Address} again")]
    private partial void LogFetchedAgain(string? address);
}
