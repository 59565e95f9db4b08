using McpAspire.Identity.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.Tests.OAuth.Revocation;

/// <summary>A client whose id is the resource that it serves, and which asks about tokens.</summary>
internal static class ResourceServer
{
    public const string Secret = "the secret of the resource server";

    /// <summary>A new one, and with it a new resource.</summary>
    public static async Task<string> RegisterAsync(IdentityHost host)
    {
        var resource = $"{IdentityHost.Mcp}/server-{Guid.NewGuid():N}";
        await host.InDatabaseAsync(async services => await services
            .GetRequiredService<IOpenIddictApplicationManager>()
            .CreateAsync(new OpenIddictApplicationDescriptor
            {
                ClientId = resource,
                ClientSecret = Secret,
                ClientType = ClientTypes.Confidential,
                Permissions = { Permissions.Endpoints.Introspection },
            }));
        return resource;
    }

    public static async Task<Answer> IntrospectAsync(IdentityHost host, string id, string? secret, string token)
    {
        using var http = host.NewClient();
        var fields = new Dictionary<string, string> { ["token"] = token, ["client_id"] = id };
        if (secret is not null)
            fields["client_secret"] = secret;
        return await Answer.ReadAsync(await http.PostAsync("/connect/introspect", new FormUrlEncodedContent(fields)));
    }
}
