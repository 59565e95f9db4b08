using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;

namespace McpAspire.Identity.Outbound;

/// <summary>Fetches small JSON documents, a few at a time, from servers that may mean harm.</summary>
internal sealed class DocumentFetcher(HttpClient http, TimeProvider clock) : IDisposable
{
    private const int MaxAtOnce = 16;
    private const int MaxETagLength = 256;

    private readonly SemaphoreSlim _places = new(MaxAtOnce);

    public async Task<FetchedDocument> FetchAsync(
        Uri address, FetchLimits limits, string? etag, CancellationToken cancellationToken)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(limits.Timeout);
        try
        {
            await _places.WaitAsync(time.Token);
            try
            {
                return await SendAsync(address, limits, etag, time.Token);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return FetchedDocument.Failed($"It took longer than {limits.Timeout}.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return FetchedDocument.Failed((exception.InnerException ?? exception).Message);
        }
    }

    public void Dispose()
    {
        http.Dispose();
        _places.Dispose();
    }

    private async Task<FetchedDocument> SendAsync(
        Uri address, FetchLimits limits, string? etag, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaTypeNames.Application.Json));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (etag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);

        using var response = await http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var lifetime = Freshness.Of(response, clock.GetUtcNow());
        if (etag is not null && response.StatusCode == HttpStatusCode.NotModified)
            return FetchedDocument.Unchanged(ETagOf(response) ?? etag, lifetime);
        if (response.StatusCode != HttpStatusCode.OK)
            return FetchedDocument.Failed($"The answer was {(int)response.StatusCode}, not 200.");
        if (!IsJson(response.Content.Headers.ContentType?.MediaType))
            return FetchedDocument.Failed("The answer was not application/json.");
        if (response.Content.Headers.ContentEncoding.Any(it => it is not "identity"))
            return FetchedDocument.Failed("The answer was packed, which was not asked for.");

        return await ReadAsync(response.Content, limits.MaxBytes, cancellationToken) is { } body
            ? FetchedDocument.Of(body, ETagOf(response), lifetime)
            : FetchedDocument.Failed($"The answer was longer than {limits.MaxBytes} bytes.");
    }

    /// <summary>The bytes, or null if there are more than allowed, of which at most one is read.</summary>
    private static async Task<byte[]?> ReadAsync(HttpContent content, int most, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > most)
            return null;

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[most + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > most ? null : buffer[..length];
    }

    private static bool IsJson(string? type) =>
        string.Equals(type, MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
        || (type?.StartsWith("application/", StringComparison.OrdinalIgnoreCase) is true
            && type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    private static string? ETagOf(HttpResponseMessage response) =>
        response.Headers.ETag?.ToString() is { Length: <= MaxETagLength } etag ? etag : null;
}
