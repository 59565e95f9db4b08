using System.ComponentModel;
using McpAspire.Everything.Protocol;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Notes;

/// <summary>Reads notes by the resource template, and one by one.</summary>
internal sealed class NoteResources(Notebook notebook)
{
    public const string MediaType = "text/plain";

    [McpServerResource(UriTemplate = Notebook.UriTemplate, Name = "note", Title = "Note", MimeType = MediaType)]
    [Description("A note by its name")]
    public ReadResourceResult Note(RequestContext<ReadResourceRequestParams> context, string name) =>
        Read(context, notebook, name);

    public static ReadResourceResult Read(
        RequestContext<ReadResourceRequestParams> context, Notebook notebook, string name) => new()
    {
        // A note changes at any time, unlike the rest of what is served here.
        TimeToLive = TimeSpan.Zero,
        Contents =
        [
            new TextResourceContents
            {
                Uri = context.Params.Uri,
                MimeType = MediaType,
                Text = notebook.Find(name) ?? throw NotFound(context),
            },
        ],
    };

    /// <summary>The code moved with revision 2026-07-28 (SEP-2164).</summary>
    private static McpProtocolException NotFound(RequestContext<ReadResourceRequestParams> context)
    {
        var isModern = ProtocolVersions.Modern.Contains(context.Server.NegotiatedProtocolVersion);
        return new McpProtocolException(
            $"There is no note at '{context.Params.Uri}'.",
            isModern ? McpErrorCode.InvalidParams : McpErrorCode.ResourceNotFound);
    }
}
