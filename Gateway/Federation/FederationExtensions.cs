using System.Security.Cryptography;
using System.Text;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation.Lists;
using McpAspire.Gateway.Federation.Names;
using McpAspire.Gateway.Federation.Views;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Federation;

/// <summary>Registers the views of servers.</summary>
internal static class FederationExtensions
{
    public static void AddFederation(this IServiceCollection services)
    {
        services.AddSingleton<ListTelemetry>();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<McpOptions>>().Value;
            return new ListSettings(options.ListPageSize, options.ListTimeout);
        });
        services.AddSingleton(provider =>
            new TaskIds(TaskKey(provider.GetRequiredService<IOptions<McpOptions>>().Value.Authorization)));
        services.AddSingleton<IServerViews, ServerViews>();
    }

    /// <summary>
    /// Made of what all replicas share already. Without it ids of tasks are good at one replica, until it restarts.
    /// </summary>
    private static byte[] TaskKey(TokenOptions authorization) => authorization.RevocationsKey is { } shared
        ? HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(shared), 32, [], "gw:tasks"u8.ToArray())
        : RandomNumberGenerator.GetBytes(32);
}
