using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Notes;

/// <summary>Tools that change resources, and tools that answer with them.</summary>
internal sealed class NoteTools(Notebook notebook)
{
    [McpServerTool(
        Name = "write_note", Title = "Write a note", Destructive = true, Idempotent = true, OpenWorld = false)]
    [Description("Writes a note, overwriting one of the same name; subscribers are told")]
    public ResourceLinkBlock Write(
        [Description("1 to 32 characters of a-z, 0-9 and hyphen")] string name,
        [Description("At most 4096 characters")] string text)
    {
        notebook.Write(name, text);
        return new ResourceLinkBlock
        {
            Uri = Notebook.UriOf(name),
            Name = name,
            MimeType = NoteResources.MediaType,
        };
    }

    [McpServerTool(Name = "attach_note", Title = "Attach a note", ReadOnly = true, OpenWorld = false)]
    [Description("Answers with a note as an embedded resource")]
    public EmbeddedResourceBlock Attach([Description("The note's name")] string name) => new()
    {
        Resource = new TextResourceContents
        {
            Uri = Notebook.UriOf(name),
            MimeType = NoteResources.MediaType,
            Text = notebook.Find(name) ?? throw NoSuchNote(name),
        },
    };

    [McpServerTool(Name = "delete_note", Title = "Delete a note", Destructive = true, OpenWorld = false)]
    [Description("Deletes a note")]
    public string Delete([Description("The note's name")] string name) =>
        notebook.Delete(name) ? $"Deleted {name}." : throw NoSuchNote(name);

    private static McpException NoSuchNote(string name) => new($"There is no note called '{name}'.");
}
