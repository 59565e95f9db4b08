using System.Security.Cryptography;
using McpAspire.Identity.Clients.Keys;
using McpAspire.Identity.Outbound;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Clients.Documents;

/// <summary>Reads a document, and the keys that it refers to.</summary>
internal sealed class DocumentReader(DocumentFetcher fetcher, DocumentRules rules, IOptions<DocumentOptions> options)
{
    private const int MaxKeyBytes = 16 * 1024;

    /// <summary>Keys that were taken back must not count for a whole day.</summary>
    private static readonly TimeSpan MaximumKeyLifetime = TimeSpan.FromHours(1);

    public async Task<ReadDocument> ReadAsync(
        string clientId, Uri address, string? etag, CancellationToken cancellationToken)
    {
        var fetched = await fetcher.FetchAsync(
            address, new FetchLimits(options.Value.MaxBytes, options.Value.Timeout), etag, cancellationToken);
        if (fetched.Problem is not null)
            return ReadDocument.Failed("The document at the address of the client could not be read.", fetched.Problem);
        if (fetched.Body is null)
            return ReadDocument.Of(null, fetched.ETag, fetched.Lifetime);

        var (client, problem) = rules.Check(clientId, fetched.Body);
        if (client is null)
            return ReadDocument.Failed($"The document at the address of the client is not valid. {problem}");

        client = client with { Digest = Convert.ToHexString(SHA256.HashData(fetched.Body)) };
        return client.KeysAddress is null
            ? ReadDocument.Of(client, fetched.ETag, fetched.Lifetime)
            : await WithKeysAsync(client, client.KeysAddress, fetched.Lifetime, cancellationToken);
    }

    /// <summary>
    /// Without an ETag: that the document has not changed says nothing about the keys elsewhere, which are read anew
    /// each time.
    /// </summary>
    private async Task<ReadDocument> WithKeysAsync(
        ClientMetadata client, Uri address, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        if (!AllowedDomains.Hold(options.Value.AllowedDomains, address.Host))
            return ReadDocument.Failed("The keys of the client are at a host that is not accepted here.");

        var fetched = await fetcher.FetchAsync(
            address, new FetchLimits(MaxKeyBytes, options.Value.Timeout), null, cancellationToken);
        if (fetched.Body is null)
            return ReadDocument.Failed("The keys of the client could not be read.", fetched.Problem);
        if (!ClientKeySet.TryRead(System.Text.Encoding.UTF8.GetString(fetched.Body), out var keys, out var problem))
            return ReadDocument.Failed($"The keys of the client are not valid. {problem}");

        TimeSpan[] lifetimes =
            [lifetime ?? MaximumKeyLifetime, fetched.Lifetime ?? MaximumKeyLifetime, MaximumKeyLifetime];
        return ReadDocument.Of(client with { Keys = keys }, null, lifetimes.Min());
    }
}
