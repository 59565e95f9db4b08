using McpAspire.Identity.Outbound;

namespace McpAspire.Identity.Clients.Documents;

/// <summary>Whether and how clients can be described by a document at their id.</summary>
internal sealed class DocumentOptions
{
    public const string Section = "Identity:ClientDocuments";

    /// <summary>Default yes. Without it, such clients are unknown, those that were known before as well.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// The hosts that documents may be at: <c>claude.ai</c> for that host alone, <c>*.example.com</c> for all below
    /// it. Empty, which is the default: all.
    /// </summary>
    public IReadOnlyList<string> AllowedDomains { get; init; } = [];

    /// <summary>
    /// Documents may be on this machine or in a private network as well. Default no: strangers could have us ask
    /// around there.
    /// </summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>Ports besides 443 that documents may be at.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>A PEM file of certificate authorities to trust besides those of the system.</summary>
    public string? TrustedAuthorities { get; init; }

    /// <summary>How long a document may be. Default 5120 bytes, from 512 to 65536.</summary>
    public int MaxBytes { get; init; } = 5120;

    /// <summary>How long fetching one may take in all. Default 5 seconds, up to 30.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A document counts for this long whatever its server says. Default 5 minutes, from 1.</summary>
    public TimeSpan MinimumLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>And no longer than this. Default 1 day, up to 7.</summary>
    public TimeSpan MaximumLifetime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// One that could not be read is not asked for again for this long. Default 10 seconds, up to 5 minutes.
    /// </summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Clients that people let in go on refreshing for this long after their document could last be read. Default 7
    /// days, from 0 to 90.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Clients of documents, beyond which no further one gets in. Default 1000.</summary>
    public int MaxClients { get; init; } = 1000;

    /// <summary>Documents of new clients that one address can have fetched in 10 minutes. Default 20.</summary>
    public int MaxPerAddress { get; init; } = 20;

    /// <summary>And all addresses together. Default 100.</summary>
    public int MaxInTotal { get; init; } = 100;

    public OutboundRules ToRules() => new()
    {
        AllowPrivateAddresses = AllowPrivateAddresses,
        Ports = [OutboundRules.Https, .. Ports],
    };
}
