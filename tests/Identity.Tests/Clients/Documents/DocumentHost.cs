using McpAspire.Identity.Tests.Outbound;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.Clients.Documents;

/// <summary>A host that takes documents from a site on this machine, whose authority it trusts.</summary>
public sealed class DocumentHost : IAsyncLifetime
{
    public const string Name = "client documents";

    private DocumentSite _documents = null!;

    public IdentityHost Host { get; private set; } = null!;

    internal HttpsSite Site => _documents.Site;

    public async ValueTask InitializeAsync()
    {
        _documents = await DocumentSite.StartAsync();
        Host = await IdentityHost.StartAsync(new() { Extra = _documents.Settings });
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _documents.DisposeAsync();
    }

    /// <summary>Another host, with these settings besides.</summary>
    internal Task<IdentityHost> StartAnotherAsync(params (string Key, string? Value)[] settings)
    {
        var all = _documents.Settings;
        foreach (var (key, value) in settings)
            all[IsWhole(key) ? key : $"{DocumentSite.Section}:{key}"] = value;
        return IdentityHost.StartAsync(new() { Extra = all });
    }

    private static bool IsWhole(string key) =>
        key.StartsWith("Identity:", StringComparison.Ordinal)
        || key.StartsWith("ConnectionStrings:", StringComparison.Ordinal);
}
