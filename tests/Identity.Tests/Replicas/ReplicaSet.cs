using McpAspire.Identity.Tests.Clients.Documents;
using McpAspire.Identity.Tests.OAuth.Device;
using McpAspire.Identity.Tests.OAuth.Exchange;
using McpAspire.Identity.Tests.OAuth.Revocation;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.Replicas;

/// <summary>
/// Two instances of the service on one PostgreSQL, one Redis and one folder of keys, with requests taking turns.
/// </summary>
public sealed class ReplicaSet : IAsyncLifetime
{
    public const string JobSecret = "a-secret-that-only-the-job-and-we-know";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("replicas-tests-");
    private PostgresServer? _postgres;
    private RedisServer? _redis;
    private DocumentSite? _documents;
    private IdentityHost? _first;

    /// <summary>Why there is none here, or null.</summary>
    public static string? Absence => PostgresServer.Absence();

    /// <summary>The second replica, whose clients talk to both.</summary>
    internal IdentityHost Both { get; private set; } = null!;

    internal IdentityHost First => _first!;

    /// <summary>Where both write their mails.</summary>
    internal string MailDirectory => Directory.CreateDirectory(Path.Combine(_directory.FullName, "mails")).FullName;

    /// <summary>Where clients can have their documents.</summary>
    internal DocumentSite Documents => _documents!;

    /// <summary>The key of an identity provider that both trust.</summary>
    internal static TokenKey TrustedKey { get; } = TokenKey.EllipticCurve("trusted");

    public async ValueTask InitializeAsync()
    {
        if (Absence is not null)
            return;

        _postgres = await PostgresServer.StartNewAsync();
        _redis = await RedisServer.StartNewAsync();
        _documents = await DocumentSite.StartAsync();
        // At the same moment: each finds no tables, no administrator and no keys.
        var starts = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => Task.Run(() => IdentityHost.StartAsync(Settings()))));
        (_first, Both) = (starts[0], starts[1]);
        Both.TakeTurnsWith(_first);
    }

    public async ValueTask DisposeAsync()
    {
        if (Both is not null)
            await Both.DisposeAsync();
        if (_first is not null)
            await _first.DisposeAsync();
        if (_documents is not null)
            await _documents.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private IdentityHostSettings Settings() => new()
    {
        Database = _postgres!.ConnectionString,
        Redis = _redis,
        Directory = _directory.FullName,
        // Both bring the clients into the database at the same moment.
        Extra = new Dictionary<string, string?>([.. _documents!.Settings, .. DeviceHost.Clients])
        {
            ["Identity:Gateway:Key"] = GatewayHost.Key,
            ["Identity:Mail:Folder"] = MailDirectory,
            ["Identity:TrustedIssuers:0:Issuer"] = ExchangeHost.Issuer,
            ["Identity:TrustedIssuers:0:Jwks"] = TokenKey.Jwks(TrustedKey),
            ["Identity:TrustedIssuers:0:Clients:0"] = "desk",
            ["Identity:TrustedIssuers:0:Mapping"] = "UserName",
            ["Identity:Clients:desk:Name"] = "Desk",
            ["Identity:Clients:desk:Secret"] = ExchangeHost.Secret,
            ["Identity:Clients:desk:GrantTypes:0"] = "urn:ietf:params:oauth:grant-type:jwt-bearer",
            ["Identity:Clients:job:Name"] = "Nightly job",
            ["Identity:Clients:job:Secret"] = JobSecret,
        },
    };
}
