using System.ComponentModel;
using McpAspire.Everything.Media;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Resources;

/// <summary>Resources that do not change: a text and a binary one.</summary>
internal sealed class AboutResources
{
    private const string LogoUri = "everything://logo";

    [McpServerResource(UriTemplate = "everything://about", Name = "about", Title = "About", MimeType = "text/markdown")]
    [Description("What this server offers")]
    public static string About() =>
        """
        # Everything

        A reference server with every primitive of the Model Context Protocol.

        * Tools answer text, pictures, sounds, resources and data; report progress; log; fail; ask you or your model.
        * Resources: this page, a logo, and notes, which `write_note` writes and to which clients can subscribe.
        * Prompts have arguments, and completions for them.
        """;

    [McpServerResource(UriTemplate = LogoUri, Name = "logo", Title = "Logo", MimeType = Png.MediaType)]
    [Description("A picture")]
    public static BlobResourceContents Logo() =>
        BlobResourceContents.FromBytes(Png.Solid(64, 64, 0x33, 0x66, 0xCC), LogoUri, Png.MediaType);
}
