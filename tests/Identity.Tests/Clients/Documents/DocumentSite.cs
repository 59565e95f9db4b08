using McpAspire.Identity.Tests.Outbound;

namespace McpAspire.Identity.Tests.Clients.Documents;

/// <summary>A site on this machine with documents of clients, and the settings by which a host can read them.</summary>
internal sealed class DocumentSite : IAsyncDisposable
{
    public const string Section = "Identity:ClientDocuments";

    private readonly TestAuthority _authority = new();
    private readonly string _file = Path.GetTempFileName();

    public HttpsSite Site { get; private set; } = null!;

    public Dictionary<string, string?> Settings => new()
    {
        [$"{Section}:AllowPrivateAddresses"] = "true",
        [$"{Section}:Ports:0"] = $"{Site.Port}",
        [$"{Section}:TrustedAuthorities"] = _file,
        [$"{Section}:Timeout"] = "00:00:10",
        [$"{Section}:RetryAfter"] = "00:00:01",
        [$"{Section}:MaxPerAddress"] = "100000",
        [$"{Section}:MaxInTotal"] = "100000",
    };

    public static async Task<DocumentSite> StartAsync()
    {
        var site = new DocumentSite();
        await File.WriteAllTextAsync(site._file, site._authority.Pem);
        site.Site = await HttpsSite.StartAsync(site._authority.Issue());
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        _authority.Dispose();
        File.Delete(_file);
    }
}
