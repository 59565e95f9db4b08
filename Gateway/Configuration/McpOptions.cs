using McpAspire.Gateway.Audit;
using McpAspire.Gateway.Bridge;
using McpAspire.Gateway.Bridge.Legacy;
using McpAspire.Gateway.Policy;
using McpAspire.Gateway.RateLimiting;
using McpAspire.Gateway.Sessions;

namespace McpAspire.Gateway.Configuration;

/// <summary>The section <c>Mcp</c>: who may come in, and which servers are behind the gateway.</summary>
internal sealed record McpOptions
{
    public const string Section = "Mcp";

    /// <summary>
    /// Scheme and authority under which the world reaches the gateway. Resources, metadata and challenges are built
    /// from it alone, never from a Host header.
    /// </summary>
    public string? PublicOrigin { get; init; }

    /// <summary>Whose tokens are accepted.</summary>
    public TokenOptions Authorization { get; init; } = new();

    /// <summary>The MCP servers by name; each answers at <c>/mcp/{name}</c>.</summary>
    public Dictionary<string, ServerOptions> Servers { get; init; } = [];

    /// <summary>
    /// A file in the form of appsettings.json that holds <c>Mcp:Servers</c> and nothing else, and whose changes take
    /// effect without a restart.
    /// </summary>
    public string? File { get; init; }

    /// <summary>How often that file is looked at: every second by default.</summary>
    public TimeSpan FileInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Web origins whose scripts may call, besides the public origin.</summary>
    public string[] AllowedOrigins { get; init; } = [];

    /// <summary>Values of the Host header that are accepted, besides the public origin's: <c>host[:port]</c>.</summary>
    public string[] AllowedHosts { get; init; } = [];

    /// <summary>Addresses or networks (CIDR) of proxies whose X-Forwarded-For is believed; none by default.</summary>
    public string[] KnownProxies { get; init; } = [];

    /// <summary>Largest request body, in bytes: 4 MiB by default, 1 KiB to 64 MiB.</summary>
    public int MaxBodyBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// Largest answer to a request of the gateway's own client, in bytes: 32 MiB by default, 64 KiB to 1 GiB. All
    /// events of one call count together.
    /// </summary>
    public int MaxResultBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>
    /// Largest message of a backend, in bytes, and largest stream that answers one request: 64 MiB by default, 64 KiB to
    /// 1 GiB. Messages are not gathered, so that it costs no memory.
    /// </summary>
    public int MaxAnswerBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// How long a backend may take to its response headers, and again to the rest of a response that is not a stream,
    /// not counting the caller's own slowness: two minutes by default, because slow tools answer in one piece.
    /// </summary>
    public TimeSpan BackendTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long a server-sent event stream may stay silent: an hour by default. A legacy GET stream and
    /// <c>subscriptions/listen</c> are silent for as long as nothing happens.
    /// </summary>
    public TimeSpan StreamIdleTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// What carries requests to backends that are spoken to without TLS in HTTP/1.1: the framework's client by
    /// default. All others get that one in any case.
    /// </summary>
    public BackendTransport Transport { get; init; } = BackendTransport.HttpClient;

    /// <summary>How long sessions of legacy clients live.</summary>
    public McpSessionOptions Sessions { get; init; } = new();

    /// <summary>
    /// 32 bytes in base64 that seal what clients keep for the gateway; all replicas need the same. By default made of
    /// <see cref="TokenOptions.RevocationsKey"/>, which they share anyway.
    /// </summary>
    public string? StateKey { get; init; }

    /// <summary>
    /// How long a server-sent event stream to a caller is silent before it gets a comment, which proxies on the way
    /// count as life: 15 seconds by default.
    /// </summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What the bridge between the eras keeps open at most.</summary>
    public BridgeOptions Bridge { get; init; } = new();

    /// <summary>
    /// How long a gateway that is told to stop goes on accepting requests while it says that it is not ready: not at
    /// all by default. Where something balances over several gateways, longer than that takes to notice.
    /// </summary>
    public TimeSpan DrainDelay { get; init; }

    /// <summary>How long what has begun may take after that: 30 seconds by default.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many items a page of a list of the federation has at most: 1000 by default, 1 to 10000.</summary>
    public int ListPageSize { get; init; } = 1000;

    /// <summary>
    /// How long a server may take to all pages of a list, before its items are left out of the federation: ten seconds
    /// by default.
    /// </summary>
    public TimeSpan ListTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What is kept for clients of the older revisions, where the gateway answers them itself.</summary>
    public LegacyClientOptions LegacyClients { get; init; } = new();

    /// <summary>
    /// A file in the form of appsettings.json that holds <c>Mcp:Policy</c> and nothing else, and whose changes take effect
    /// without a restart.
    /// </summary>
    public string? PolicyFile { get; init; }

    /// <summary>Who may do what.</summary>
    public PolicyOptions Policy { get; internal set; } = new();

    /// <summary>Where the trail of decisions and outcomes is kept.</summary>
    public AuditOptions Audit { get; init; } = new();

    /// <summary>How much one caller may ask for; nothing is limited by default.</summary>
    public RateLimitOptions Limits { get; init; } = new();

    /// <summary>What could not be read as the type that the setting has; the validator reports it.</summary>
    internal IReadOnlyList<string> Unreadable { get; set; } = [];
}
