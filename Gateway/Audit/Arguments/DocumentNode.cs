using System.Text.Json;

namespace McpAspire.Gateway.Audit.Arguments;

/// <summary>
/// A token of a document that has been read once: where its text is, and where what it contains ends.
/// </summary>
/// <param name="Type">What it is.</param>
/// <param name="Start">Where its text stands in the document; the complement of that in the unescaped texts.</param>
/// <param name="Length">How long its text is, without quotes.</param>
/// <param name="End">The node after everything in it.</param>
internal readonly record struct DocumentNode(JsonTokenType Type, int Start, int Length, int End)
{
    public bool IsUnescaped => Start < 0;
}
