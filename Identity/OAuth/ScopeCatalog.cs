using McpAspire.Identity.OAuth.Resources;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;

namespace McpAspire.Identity.OAuth;

/// <summary>The scopes of this server, with what they mean to a person.</summary>
internal sealed class ScopeCatalog(IOptions<ResourceOptions> options)
{
    /// <summary>The scope that every call to an MCP server needs, and that a client gets if it names none.</summary>
    public const string Mcp = "mcp";

    public static readonly string[] BuiltIn =
    [
        OpenIddictConstants.Scopes.OpenId,
        OpenIddictConstants.Scopes.Profile,
        OpenIddictConstants.Scopes.Email,
        GrantIdentity.Groups,
        OpenIddictConstants.Scopes.OfflineAccess,
        Mcp,
    ];

    public IReadOnlyList<string> All { get; } =
        [.. BuiltIn.Concat(options.Value.Scopes).Where(scope => scope.Length > 0).Distinct(StringComparer.Ordinal)];

    public static string Describe(string scope) => scope switch
    {
        OpenIddictConstants.Scopes.OpenId => "Know that it is you",
        OpenIddictConstants.Scopes.Profile => "Read your user name and groups",
        OpenIddictConstants.Scopes.Email => "Read your e-mail address",
        GrantIdentity.Groups => "Read which groups you are in",
        OpenIddictConstants.Scopes.OfflineAccess => "Stay connected while you are away",
        Mcp => "Use your MCP servers on your behalf",
        _ => $"Use the permission “{scope}”",
    };
}
