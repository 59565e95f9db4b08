using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.Clients.Configured;

/// <summary>A host whose configuration names clients of each kind.</summary>
public sealed class ConfiguredHost : IAsyncLifetime
{
    public const string Name = "configured clients";
    public const string Secret = "a-secret-that-only-the-job-and-we-know";

    /// <summary>The same secret, hashed as Authelia does.</summary>
    public const string SecretHash = "$pbkdf2-sha512$310000$c2FsdHNhbHRzYWx0c2FsdA$"
        + "Z8BjTRoRUxqV6XM1HeToiToxN0WU6HheduiR82K3dafnid38h9Kzdm0o8t48nI7xV1JK1JP63w8nTzSA6QyBVw";

    public IdentityHost Host { get; private set; } = null!;

    /// <summary>The key of the client <c>robot</c>.</summary>
    public TokenKey RobotKey { get; } = TokenKey.EllipticCurve("robot-1");

    /// <summary>The key of the client <c>other-robot</c>.</summary>
    public TokenKey OtherKey { get; } = TokenKey.Rsa("other-1");

    public async ValueTask InitializeAsync() => Host = await IdentityHost.StartAsync(new()
    {
        Extra = new Dictionary<string, string?>
        {
            ["Identity:Scopes:0"] = "mcp:read",
            ["Identity:Clients:robot:Name"] = "Robot",
            ["Identity:Clients:robot:Jwks"] = TokenKey.Jwks(RobotKey),
            ["Identity:Clients:robot:Scopes:0"] = "mcp",
            ["Identity:Clients:robot:Scopes:1"] = "mcp:read",
            ["Identity:Clients:robot:Scopes:2"] = "email",
            ["Identity:Clients:robot:Scopes:3"] = "groups",
            ["Identity:Clients:robot:Resources:0"] = $"{IdentityHost.Mcp}/everything",
            ["Identity:Clients:other-robot:Name"] = "Other robot",
            ["Identity:Clients:other-robot:Jwks"] = TokenKey.Jwks(OtherKey),
            ["Identity:Clients:job:Name"] = "Nightly job",
            ["Identity:Clients:job:Secret"] = Secret,
            ["Identity:Clients:hashed:Name"] = "Hashed",
            ["Identity:Clients:hashed:SecretHash"] = SecretHash,
            ["Identity:Clients:app:Name"] = "Our own app",
            ["Identity:Clients:app:RedirectUris:0"] = Client.RedirectUri,
            ["Identity:Clients:app:Scopes:0"] = "mcp",
            ["Identity:Clients:app:Resources:0"] = $"{IdentityHost.Mcp}/everything",
            ["Identity:Clients:pushing:Name"] = "Pushing app",
            ["Identity:Clients:pushing:RedirectUris:0"] = Client.RedirectUri,
            ["Identity:Clients:pushing:RequirePushedAuthorization"] = "true",
            ["Identity:Clients:signing:Name"] = "Signing app",
            ["Identity:Clients:signing:RedirectUris:0"] = Client.RedirectUri,
            ["Identity:Clients:signing:Jwks"] = TokenKey.Jwks(RobotKey),
        },
    });

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        RobotKey.Dispose();
        OtherKey.Dispose();
    }
}
