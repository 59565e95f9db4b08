using System.Globalization;
using System.Text;

namespace McpAspire.FixedBackend;

/// <summary>
/// The results, made once. A server that computes nothing leaves the machine to what is in front of it, and cannot
/// hide what that costs.
/// </summary>
internal static class Answers
{
    public const int Events = 100;
    private const int Tools = 200;

    public static readonly byte[] Small = ToolResult("the quick brown fox jumps over the lazy dog");
    public static readonly byte[] Kilobytes100 = ToolResult(Prose(100 * 1024));
    public static readonly byte[] Megabytes10 = ToolResult(Prose(10 * 1024 * 1024));

    private static readonly byte[] Empty = Utf8("""{"resultType":"complete"}""");

    private static readonly byte[] Discovered = Utf8(
        """
        {"resultType":"complete","supportedVersions":["2026-07-28","2025-11-25"],"capabilities":{"tools":{}},
        "ttlMs":3600000,"cacheScope":"private",
        "_meta":{"io.modelcontextprotocol/serverInfo":{"name":"fixed","version":"1"}}}
        """);

    private static readonly byte[] Listed = Utf8(
        $$"""
        {"resultType":"complete","ttlMs":3600000,"cacheScope":"private",
        "tools":[{{string.Join(',', ToolNames().Select(Tool))}}]}
        """);

    /// <summary>Null for a method that this server does not have.</summary>
    public static byte[]? Of(in Call call)
    {
        if (call.Method.SequenceEqual("tools/call"u8))
            return OfTool(call.Name);
        if (call.Method.SequenceEqual("tools/list"u8))
            return Listed;
        if (call.Method.SequenceEqual("server/discover"u8))
            return Discovered;
        if (call.Method.SequenceEqual("initialize"u8))
            return Initialized(call.Version);

        return call.Method.SequenceEqual("ping"u8) ? Empty : null;
    }

    /// <summary>In the version that the client asks for; some proxies know none of the last.</summary>
    private static byte[] Initialized(ReadOnlySpan<byte> version) => Utf8(
        $$$"""
        {"protocolVersion":"{{{Encoding.ASCII.GetString(version)}}}","capabilities":{"tools":{}},
        "serverInfo":{"name":"fixed","version":"1"}}
        """);

    private static byte[] OfTool(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("blob100k"u8))
            return Kilobytes100;

        return name.SequenceEqual("blob10m"u8) ? Megabytes10 : Small;
    }

    private static IEnumerable<string> ToolNames() => new[] { "echo", "blob100k", "blob10m", "events" }
        .Concat(Enumerable.Range(5, Tools - 4).Select(number => $"tool_{number.ToString(CultureInfo.InvariantCulture)}"));

    private static string Tool(string name) =>
        $$$"""
        {"name":"{{{name}}}","description":"Says back what it is told, and always the same.",
        "inputSchema":{"type":"object","properties":{"text":{"type":"string","description":"What to say"}},
        "required":["text"]}}
        """;

    private static byte[] ToolResult(string text) => Utf8(
        $$"""{"resultType":"complete","content":[{"type":"text","text":"{{text}}"}],"isError":false}""");

    private static string Prose(int length)
    {
        const string Sentence = "The quick brown fox jumps over the lazy dog and comes back for more. ";
        return string.Concat(Enumerable.Repeat(Sentence, (length / Sentence.Length) + 1))[..length];
    }

    /// <summary>On one line, as the transport over standard output wants it.</summary>
    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings(""));
}
