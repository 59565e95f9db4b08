namespace McpAspire.Backends.Tests.Everything.Notes;

/// <summary>All tests share one notebook, so each writes notes of its own.</summary>
internal static class NoteNames
{
    public static string New() => Guid.NewGuid().ToString("N");
}
