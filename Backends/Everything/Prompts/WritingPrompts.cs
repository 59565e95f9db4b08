using System.ComponentModel;
using McpAspire.Everything.Notes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Prompts;

/// <summary>Prompts with arguments that can be completed, and with a resource in them.</summary>
internal sealed class WritingPrompts(Notebook notebook)
{
    public const string Translate = "translate";
    public const string SummarizeNote = "summarize_note";

    [McpServerPrompt(Name = Translate, Title = "Translate")]
    [Description("Asks for a translation")]
    public static string TranslateText(
        [Description("The language to translate into")] string language,
        [Description("What to translate")] string text) =>
        $"Translate the following text into {language}. Answer with the translation alone.\n\n{text}";

    [McpServerPrompt(Name = SummarizeNote, Title = "Summarize a note")]
    [Description("Asks for a summary of a note, which is attached")]
    public IEnumerable<PromptMessage> Summarize([Description("The note's name")] string name)
    {
        var note = notebook.Find(name)
            ?? throw new McpProtocolException($"There is no note called '{name}'.", McpErrorCode.InvalidParams);
        return
        [
            Message(new TextContentBlock { Text = "Summarize this note in one sentence." }),
            Message(new EmbeddedResourceBlock
            {
                Resource = new TextResourceContents
                {
                    Uri = Notebook.UriOf(name),
                    MimeType = NoteResources.MediaType,
                    Text = note,
                },
            }),
        ];
    }

    private static PromptMessage Message(ContentBlock content) => new() { Role = Role.User, Content = content };
}
