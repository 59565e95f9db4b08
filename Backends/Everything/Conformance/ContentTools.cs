using System.ComponentModel;
using McpAspire.Everything.Media;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Conformance;

/// <summary>Scenarios <c>tools-call-*</c>: one kind of content each, all of them together, an error.</summary>
internal sealed class ContentTools
{
    private static readonly byte[] RedPixel = Png.Solid(1, 1, 0xFF, 0, 0);

    [McpServerTool(Name = "test_simple_text"), Description("Answers text")]
    public static string SimpleText() => "This is a simple text response for testing.";

    [McpServerTool(Name = "test_image_content"), Description("Answers an image")]
    public static ImageContentBlock Image() => ImageContentBlock.FromBytes(RedPixel, Png.MediaType);

    [McpServerTool(Name = "test_audio_content"), Description("Answers audio")]
    public static AudioContentBlock Audio() => AudioContentBlock.FromBytes(Wav.Tone(440, 10), Wav.MediaType);

    [McpServerTool(Name = "test_embedded_resource"), Description("Answers an embedded resource")]
    public static EmbeddedResourceBlock EmbeddedResource() =>
        Embedded("test://embedded-resource", "text/plain", "This is an embedded resource content.");

    [McpServerTool(Name = "test_multiple_content_types"), Description("Answers text, an image and a resource")]
    public static ContentBlock[] Mixed() =>
    [
        new TextContentBlock { Text = "Multiple content types test:" },
        Image(),
        Embedded("test://mixed-content-resource", "application/json", """{"test":"data","value":123}"""),
    ];

    [McpServerTool(Name = "test_error_handling"), Description("Always fails")]
    public static string Error() => throw new McpException("This tool intentionally returns an error for testing");

    [McpServerTool(Name = "test_header_tool"), Description("Has an argument that is repeated in a header")]
    public static string Header(
        [McpHeader("Region"), Description("Where to run")] string region,
        [Description("What to run")] string query) =>
        $"Ran in {region}: {query}";

    private static EmbeddedResourceBlock Embedded(string uri, string mediaType, string text) =>
        new() { Resource = new TextResourceContents { Uri = uri, MimeType = mediaType, Text = text } };
}
