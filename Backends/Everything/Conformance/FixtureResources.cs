using System.ComponentModel;
using System.Text.Json;
using McpAspire.Everything.Media;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Conformance;

/// <summary>Scenarios <c>resources-*</c>.</summary>
internal sealed class FixtureResources
{
    private const string BinaryUri = "test://static-binary";

    [McpServerResource(UriTemplate = "test://static-text", Name = "static-text", MimeType = "text/plain")]
    [Description("A text that does not change")]
    public static string StaticText() => "This is the content of the static text resource.";

    [McpServerResource(UriTemplate = BinaryUri, Name = "static-binary", MimeType = Png.MediaType)]
    [Description("A picture that does not change")]
    public static BlobResourceContents StaticBinary() =>
        BlobResourceContents.FromBytes(Png.Solid(1, 1, 0xFF, 0, 0), BinaryUri, Png.MediaType);

    [McpServerResource(UriTemplate = "test://template/{id}/data", Name = "template", MimeType = "application/json")]
    [Description("Data by its id")]
    public static string Template(string id) =>
        JsonSerializer.Serialize(new { id, templateTest = true, data = $"Data for ID: {id}" });

    [McpServerResource(UriTemplate = "test://watched-resource", Name = "watched-resource", MimeType = "text/plain")]
    [Description("A text that can be subscribed to")]
    public static string Watched() => "Watched resource content";
}
