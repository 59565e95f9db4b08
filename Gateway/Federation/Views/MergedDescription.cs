using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Federation.Views;

/// <summary>What the federation says of itself: what any of its servers can do, under the gateway's own name.</summary>
internal static class MergedDescription
{
    private const int MaxInstructions = 16 * 1024;

    private static readonly byte[] ServerInfo = JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["name"] = "mcpaspire",
        ["version"] = typeof(MergedDescription).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0",
    });

    public static UpstreamDescription Of(IReadOnlyList<(McpServer Server, UpstreamDescription Description)> servers)
    {
        var capabilities = new JsonObject();
        foreach (var (_, description) in servers)
        {
            if (!description.Capabilities.IsEmpty && JsonNode.Parse(description.Capabilities.Span) is JsonObject own)
                Merge(capabilities, own);
        }

        // Of the experimental tasks of 2025-11-25 there is a list of all; ids alone can be traced to their servers.
        (capabilities["tasks"] as JsonObject)?.Remove("list");
        return new UpstreamDescription
        {
            IsLegacy = true,
            IsModern = true,
            Capabilities = JsonSerializer.SerializeToUtf8Bytes(capabilities),
            ServerInfo = ServerInfo,
            Instructions = Instructions(servers),
        };
    }

    /// <summary>Whatever one server can do, the federation can: true wins, and nothing is dropped.</summary>
    private static void Merge(JsonObject all, JsonObject one)
    {
        foreach (var (name, value) in one)
        {
            if (value is null)
                continue;
            if (all[name] is JsonObject known && value is JsonObject added)
                Merge(known, added);
            else if (!all.ContainsKey(name) || value.GetValueKind() == JsonValueKind.True)
                all[name] = value.DeepClone();
        }
    }

    private static string? Instructions(IEnumerable<(McpServer Server, UpstreamDescription Description)> servers)
    {
        var text = new StringBuilder();
        foreach (var (server, description) in servers)
        {
            if (string.IsNullOrWhiteSpace(description.Instructions))
                continue;

            var own = description.Instructions.Length > MaxInstructions
                ? description.Instructions[..MaxInstructions]
                : description.Instructions;
            text.Append(text.Length > 0 ? "\n\n" : "")
                .Append($"# {server.Prefix}\nNames of this server begin with {server.Prefix}_.\n")
                .Append(own);
        }

        return text.Length > 0 ? text.ToString() : null;
    }
}
