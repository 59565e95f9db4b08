namespace McpAspire.Gateway.Audit.Arguments;

/// <summary>Arguments whose values are recorded; <c>*</c> stands for any server, tool or argument.</summary>
internal sealed record ValueRule(string Server, string Tool, string Argument)
{
    private const string Any = "*";

    /// <summary>Reads <c>server/tool/argument</c>. Names of tools may contain slashes; the others' do not.</summary>
    public static bool TryParse(string text, out ValueRule? rule)
    {
        var (first, last) = (text.IndexOf('/', StringComparison.Ordinal), text.LastIndexOf('/'));
        rule = first > 0 && last > first + 1 && last < text.Length - 1
            ? new ValueRule(text[..first], text[(first + 1)..last], text[(last + 1)..])
            : null;
        return rule is not null;
    }

    public bool Covers(string? server, string? tool, ReadOnlySpan<char> argument) =>
        CoversTool(server, tool) && (Argument == Any || argument.SequenceEqual(Argument));

    public bool CoversTool(string? server, string? tool) =>
        (Server == Any || Server == server) && (Tool == Any || Tool == tool);
}
