using McpAspire.Identity.Tests.Clients.Configured;
using McpAspire.Identity.Tests.OAuth.Revocation;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Identity.Tests.OAuth.Exchange;

/// <summary>A host that trusts three issuers, and clients that may exchange what they have.</summary>
public sealed class ExchangeHost : IAsyncLifetime
{
    public const string Name = "exchanges";
    public const string Secret = ConfiguredHost.Secret;
    public const string Everything = $"{IdentityHost.Mcp}/everything";

    /// <summary>An id that might be the address of a document about the client, and is not.</summary>
    public const string Files = "https://mcp.example.org/files";

    public const string Hidden = $"{IdentityHost.Mcp}/hidden";

    /// <summary>Finds people by their user names.</summary>
    public const string Issuer = "https://idp.example";

    /// <summary>Finds people by links; its key has the same id as that of the other.</summary>
    public const string LinkIssuer = "https://links.example/tenants";

    private LoopbackHost? _keys;

    public IdentityHost Host { get; private set; } = null!;

    /// <summary>Finds people by their addresses, and gives accounts to those who have none.</summary>
    public string MailIssuer => _keys!.Address.GetLeftPart(UriPartial.Authority);

    public TokenKey Key { get; } = TokenKey.EllipticCurve("key-1");

    public TokenKey RsaKey { get; } = TokenKey.Rsa("key-2");

    public TokenKey LinkKey { get; } = TokenKey.EllipticCurve("key-1");

    public TokenKey MailKey { get; } = TokenKey.EllipticCurve("mail-1");

    public TokenKey SigningClientKey { get; } = TokenKey.EllipticCurve("client-1");

    public async ValueTask InitializeAsync()
    {
        _keys = await LoopbackHost.StartAsync(context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(TokenKey.Jwks(MailKey));
        });
        Host = await IdentityHost.StartAsync(new() { Extra = Settings() });
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _keys!.DisposeAsync();
    }

    private Dictionary<string, string?> Settings() => new()
    {
        ["Identity:Gateway:Key"] = GatewayHost.Key,
        ["Identity:Resources:1"] = "https://mcp.example.org",
        ["Identity:Scopes:0"] = "mcp:read",
        ["Identity:Scopes:1"] = "mcp:admin",
        ["Identity:TrustedIssuers:0:Issuer"] = Issuer,
        ["Identity:TrustedIssuers:0:Jwks"] = TokenKey.Jwks(Key, RsaKey),
        ["Identity:TrustedIssuers:0:Clients:0"] = "desk",
        ["Identity:TrustedIssuers:0:Clients:1"] = "signing-desk",
        ["Identity:TrustedIssuers:0:Scopes:0"] = "mcp",
        ["Identity:TrustedIssuers:0:Scopes:1"] = "mcp:read",
        ["Identity:TrustedIssuers:0:Mapping"] = "UserName",
        ["Identity:TrustedIssuers:1:Issuer"] = LinkIssuer,
        ["Identity:TrustedIssuers:1:Jwks"] = TokenKey.Jwks(LinkKey),
        ["Identity:TrustedIssuers:1:Clients:0"] = "desk",
        ["Identity:TrustedIssuers:1:Links:0:Subject"] = "linked-subject",
        ["Identity:TrustedIssuers:1:Links:0:UserName"] = "linked-person",
        ["Identity:TrustedIssuers:1:Tenant"] = "home",
        ["Identity:TrustedIssuers:1:TrustSecondFactor"] = "true",
        ["Identity:TrustedIssuers:2:Issuer"] = MailIssuer,
        ["Identity:TrustedIssuers:2:JwksUri"] = $"{MailIssuer}/jwks",
        ["Identity:TrustedIssuers:2:Clients:0"] = "desk",
        ["Identity:TrustedIssuers:2:Mapping"] = "Email",
        ["Identity:TrustedIssuers:2:CreateAccounts"] = "true",
        ["Identity:Clients:desk:Name"] = "Desk",
        ["Identity:Clients:desk:Secret"] = Secret,
        ["Identity:Clients:desk:GrantTypes:0"] = "urn:ietf:params:oauth:grant-type:jwt-bearer",
        ["Identity:Clients:desk:Resources:0"] = Everything,
        ["Identity:Clients:desk:Resources:1"] = Files,
        ["Identity:Clients:signing-desk:Name"] = "Signing desk",
        ["Identity:Clients:signing-desk:Jwks"] = TokenKey.Jwks(SigningClientKey),
        ["Identity:Clients:signing-desk:GrantTypes:0"] = "urn:ietf:params:oauth:grant-type:jwt-bearer",
        ["Identity:Clients:unlisted:Name"] = "Not on any issuer's list",
        ["Identity:Clients:unlisted:Secret"] = Secret,
        ["Identity:Clients:unlisted:GrantTypes:0"] = "urn:ietf:params:oauth:grant-type:jwt-bearer",
        ["Identity:Clients:files:ClientId"] = Files,
        ["Identity:Clients:files:Name"] = "Files server",
        ["Identity:Clients:files:Secret"] = Secret,
        ["Identity:Clients:files:GrantTypes:0"] = "urn:ietf:params:oauth:grant-type:token-exchange",
        ["Identity:Clients:files:Resources:0"] = Everything,
        ["Identity:Clients:everything:ClientId"] = Everything,
        ["Identity:Clients:everything:Name"] = "Server without servers behind it",
        ["Identity:Clients:everything:Secret"] = Secret,
        ["Identity:Clients:everything:GrantTypes:0"] = "urn:ietf:params:oauth:grant-type:token-exchange",
        ["Identity:Clients:program:Name"] = "Program",
        ["Identity:Clients:program:Secret"] = Secret,
        ["Identity:Clients:program:GrantTypes:0"] = "client_credentials",
    };
}
