using System.Security.Cryptography;
using System.Text;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Authentication;

/// <summary>
/// The issuer's current keys. When a fetch fails the last good ones stay. An unknown key id makes the caller wait for
/// a fetch that begins after its question, so that a key which was published before its first use is always found;
/// such fetches are spaced, so that invented ids cannot be turned against the issuer.
/// </summary>
internal sealed partial class SigningKeys(
    IHttpClientFactory clients,
    IOptions<McpOptions> options,
    GatewayTelemetry telemetry,
    TimeProvider time,
    ILogger<SigningKeys> logger)
{
    public const string ClientName = "jwks";

    /// <summary>The least time between two fetches, and the longest that a caller waits for its own to begin.</summary>
    public static readonly TimeSpan Spacing = TimeSpan.FromSeconds(1);

    private const int LargestDocument = 256 * 1024;
    private readonly Uri _address = new(options.Value.Authorization.JwksAddress!);
    private readonly Lock _gate = new();
    private volatile SigningKeySet _current = SigningKeySet.None;
    private DateTimeOffset _lastStart = DateTimeOffset.MinValue;
    private long _started;
    private long _accepted;
    private Task? _pending;

    public SigningKeySet Current => _current;

    /// <summary>Completes when a fetch that had not begun before this call has ended, well or not.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken)
    {
        Task fetch;
        lock (_gate)
        {
            fetch = _pending ??= FetchSpacedAsync();
        }

        return fetch.WaitAsync(cancellationToken);
    }

    private async Task FetchSpacedAsync()
    {
        // The caller holds the gate and has to store this task first.
        await Task.Yield();

        var wait = _lastStart + Spacing - time.GetUtcNow();
        if (wait > TimeSpan.Zero && wait <= Spacing)
            await Task.Delay(wait, time);

        long number;
        lock (_gate)
        {
            // Whoever asks from here on may know a key that this fetch misses; theirs is the next one.
            number = ++_started;
            _lastStart = time.GetUtcNow();
            _pending = null;
        }

        await FetchAsync(number);
    }

    private async Task FetchAsync(long number)
    {
        using var activity = telemetry.Source.StartActivity("fetch signing keys");
        try
        {
            using var client = clients.CreateClient(ClientName);
            client.MaxResponseContentBufferSize = LargestDocument;
            var json = await client.GetStringAsync(_address);
            Accept(json, number);
        }
        catch (Exception exception)
        {
            // Whatever the issuer answered, or that it did not: the keys that are known stay good.
            LogFetchFailed(exception, _address, _current.Keys.Count);
        }
    }

    private void Accept(string json, long number)
    {
        var fingerprint = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
        var keys = JwksReader.Read(json);
        lock (_gate)
        {
            // A slow answer must not bring back the keys that a later question found replaced.
            if (number < _accepted)
                return;

            _accepted = number;
            if (fingerprint == _current.Fingerprint)
                return;

            _current = new SigningKeySet(_current.Version + 1, fingerprint, keys);
        }

        LogKeysChanged(keys.Count, _address);
    }

    [LoggerMessage(LogLevel.Information, "The issuer has {Count} signing keys, fetched from {Address}")]
    private partial void LogKeysChanged(int count, Uri address);

    [LoggerMessage(LogLevel.Warning, "Signing keys could not be fetched from {Address}; {Count} known stay in use")]
    private partial void LogFetchFailed(Exception exception, Uri address, int count);
}
