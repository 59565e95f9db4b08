using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace McpAspire.EndToEnd.Tests.Stacks;

/// <summary>
/// The same MCP server once more, in a process of its own: what reaches the wrong one of the two finds other notes.
/// </summary>
internal static class SecondServer
{
    public const string Name = "second";

    public static void AddTo(IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> gateway)
    {
        var second = builder.AddProject<Projects.Everything>(Name, launchProfileName: null)
            .WithHttpEndpoint(name: "http")
            .WithHttpHealthCheck("/health");
        gateway.WithReference(second.GetEndpoint("http"))
            .WithEnvironment($"Mcp__Servers__{Name}__Url", $"http://{Name}/mcp")
            .WaitFor(second);
    }
}
