using McpAspire.Everything;
using McpAspire.Everything.Notes;
using McpAspire.Everything.Subscriptions;
using ModelContextProtocol;

namespace McpAspire.Backends.Tests.Everything.Notes;

public sealed class NotebookTests
{
    [Fact]
    public void Write_NotebookFull_RefusesANewNoteButOverwritesAnOldOne()
    {
        var catalogue = new Catalogue();
        var notebook = new Notebook(catalogue, new ChangeFeed(catalogue));
        for (var number = 0; number < Notebook.Capacity; number++) notebook.Write($"note-{number}", "first");

        Assert.Throws<McpException>(() => notebook.Write("one-more", "first"));
        notebook.Write("note-0", "second");

        Assert.Null(notebook.Find("one-more"));
        Assert.Equal("second", notebook.Find("note-0"));
        Assert.Equal(Notebook.Capacity, catalogue.Resources.Count);
    }

    [Fact]
    public void Delete_Unknown_AnswersFalse()
    {
        var catalogue = new Catalogue();

        Assert.False(new Notebook(catalogue, new ChangeFeed(catalogue)).Delete("nothing"));
    }
}
