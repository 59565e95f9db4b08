using System.Text.RegularExpressions;
using McpAspire.Everything.Subscriptions;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Notes;

/// <summary>
/// Short texts that clients write and read: the part of this server that changes, so that subscriptions have something
/// to tell. Every note is a resource of its own. Held in memory, and bounded, because anybody signed in may write.
/// </summary>
internal sealed partial class Notebook(Catalogue catalogue, ChangeFeed changes)
{
    public const string UriTemplate = "everything://notes/{name}";
    public const int Capacity = 100;
    public const int MaxLength = 4096;

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public IReadOnlyList<string> Names
    {
        get { lock (_lock) return [.. _texts.Keys.Order(StringComparer.Ordinal)]; }
    }

    public static string UriOf(string name) => UriTemplate.Replace("{name}", name, StringComparison.Ordinal);

    public string? Find(string name)
    {
        lock (_lock) return _texts.GetValueOrDefault(name);
    }

    /// <summary>Writes or overwrites a note. What is refused the caller reads as the tool's error.</summary>
    public void Write(string name, string text)
    {
        if (!NamePattern().IsMatch(name))
            throw new McpException("A note's name is 1 to 32 characters of a-z, 0-9 and hyphen.");
        if (text.Length > MaxLength) throw new McpException($"A note holds at most {MaxLength} characters.");

        lock (_lock)
        {
            var isNew = !_texts.ContainsKey(name);
            if (isNew && _texts.Count == Capacity) throw new McpException("The notebook is full; delete a note.");
            _texts[name] = text;
            if (isNew) catalogue.Resources.TryAdd(ResourceOf(name));
            else changes.ResourceUpdated(UriOf(name));
        }
    }

    public bool Delete(string name)
    {
        lock (_lock)
        {
            if (!_texts.Remove(name)) return false;
            if (catalogue.Resources.TryGetPrimitive(UriOf(name), out var note)) catalogue.Resources.Remove(note);
            return true;
        }
    }

    [GeneratedRegex(@"^[a-z0-9-]{1,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    private McpServerResource ResourceOf(string name) => McpServerResource.Create(
        (RequestContext<ReadResourceRequestParams> context) => NoteResources.Read(context, this, name),
        new McpServerResourceCreateOptions
        {
            UriTemplate = UriOf(name),
            Name = name,
            Description = $"The note \"{name}\"",
            MimeType = NoteResources.MediaType,
        });
}
