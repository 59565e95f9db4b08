using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Configuration.Reload;

/// <summary>Lets the validator report unreadable files together with everything else.</summary>
internal sealed class UnreadableFiles(ConfigurationFiles files) : IPostConfigureOptions<McpOptions>
{
    public void PostConfigure(string? name, McpOptions options) =>
        options.Unreadable = [.. files.Problems, .. options.Unreadable];
}
