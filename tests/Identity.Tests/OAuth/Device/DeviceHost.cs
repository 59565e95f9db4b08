using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth.Device;

/// <summary>A host that knows devices, and whose clock tests put forward.</summary>
public sealed class DeviceHost : IAsyncLifetime
{
    public const string Name = "devices";
    public const string Secret = "a-secret-that-only-the-set-top-box-knows";
    private const string DeviceGrant = DeviceClient.GrantType;

    public IdentityHost Host { get; private set; } = null!;

    /// <summary>The clients; a host elsewhere that needs devices takes them too.</summary>
    public static Dictionary<string, string?> Clients { get; } = new()
    {
        ["Identity:Clients:tv:Name"] = "Television",
        ["Identity:Clients:tv:GrantTypes:0"] = DeviceGrant,
        ["Identity:Clients:tv:GrantTypes:1"] = "refresh_token",
        ["Identity:Clients:other-tv:Name"] = "Other television",
        ["Identity:Clients:other-tv:GrantTypes:0"] = DeviceGrant,
        ["Identity:Clients:box:Name"] = "Set-top box",
        ["Identity:Clients:box:GrantTypes:0"] = DeviceGrant,
        ["Identity:Clients:box:Secret"] = Secret,
        ["Identity:Clients:radio:Name"] = "Radio",
        ["Identity:Clients:radio:GrantTypes:0"] = DeviceGrant,
        ["Identity:Clients:radio:Scopes:0"] = "mcp",
        ["Identity:Clients:radio:Resources:0"] = $"{IdentityHost.Mcp}/everything",
        ["Identity:Clients:web:Name"] = "Web application",
        ["Identity:Clients:web:RedirectUris:0"] = "https://app.example/callback",
    };

    public async ValueTask InitializeAsync() => Host = await IdentityHost.StartAsync(new()
    {
        Extra = new Dictionary<string, string?>(Clients) { ["Identity:KnownProxies:0"] = "127.0.0.1" },
    });

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
