using System.Collections.Frozen;
using McpAspire.Gateway.Configuration;

namespace McpAspire.Gateway.Federation.Names;

/// <summary>
/// What the configuration makes of a server's tools: some are not there, some have another name. Each tool that is
/// there has one name, and each name is one tool's.
/// </summary>
internal sealed class ToolRules(ServerOptions options)
{
    private readonly FrozenSet<string> _allowed = options.AllowTools.ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string> _denied = options.DenyTools.ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenDictionary<string, ToolOptions> _tools =
        options.Tools.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string> _renamed = options.Tools
        .Where(tool => tool.Value is { Name: not null, Hidden: false })
        .ToFrozenDictionary(tool => tool.Value.Name!, tool => tool.Key, StringComparer.Ordinal);

    public ToolOptions? Of(string name) => _tools.GetValueOrDefault(name);

    /// <summary>The name under which a tool appears, before any prefix; null if it does not.</summary>
    public string? NameOf(string own)
    {
        if (_denied.Contains(own) || (_allowed.Count > 0 && !_allowed.Contains(own)))
            return null;

        var tool = _tools.GetValueOrDefault(own);
        if (tool is { Hidden: true })
            return null;

        // A name that the operator gave to another tool is that one's, whatever the server calls its own.
        var name = tool?.Name ?? own;
        return _renamed.TryGetValue(name, out var holder) && holder != own ? null : name;
    }

    /// <summary>The server's own name for one that appears; null if nothing has it.</summary>
    public string? OwnOf(string name)
    {
        var own = _renamed.GetValueOrDefault(name, name);
        return NameOf(own) == name ? own : null;
    }
}
