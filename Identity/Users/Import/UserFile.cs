using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace McpAspire.Identity.Users.Import;

/// <summary>
/// Reads Authelia's <c>users_database.yml</c>. The file is somebody else's: it is bounded before it is looked into, and
/// nothing of it makes an object of any type.
/// </summary>
internal static class UserFile
{
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>The file nests four deep: users, a user, its address or groups, a value.</summary>
    private const int MaxDepth = 8;
    private const int MaxNodes = 200_000;

    public static async Task<IReadOnlyList<FileUser>> ReadAsync(Stream file, CancellationToken cancellationToken)
    {
        var text = await TextOfAsync(file, cancellationToken);
        try
        {
            Check(text);
            return UsersOf(text);
        }
        catch (YamlException wrong)
        {
            throw new UserFileException($"Line {wrong.Start.Line} cannot be read as YAML: {wrong.Message}");
        }
    }

    private static async Task<string> TextOfAsync(Stream file, CancellationToken cancellationToken)
    {
        // One more than is allowed tells that there is more; a length could be that of a device, which has none.
        var bytes = new byte[MaxBytes + 1];
        var count = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        if (count > MaxBytes)
            throw new UserFileException($"The file has more than {MaxBytes / 1024 / 1024} MiB.");

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, count).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new UserFileException("The file is not UTF-8 text.");
        }
    }

    /// <summary>
    /// A few lines of aliases of aliases stand for billions of values, and deep nesting is a deep stack. Authelia's
    /// files need neither, so they are refused before a tree is made.
    /// </summary>
    private static void Check(string text)
    {
        var parser = new Parser(new StringReader(text));
        var (depth, nodes, documents) = (0, 0, 0);
        while (parser.MoveNext())
        {
            documents += parser.Current is DocumentStart ? 1 : 0;
            nodes += parser.Current is NodeEvent ? 1 : 0;
            depth += parser.Current switch
            {
                MappingStart or SequenceStart => 1,
                MappingEnd or SequenceEnd => -1,
                _ => 0,
            };
            if (parser.Current is AnchorAlias { Start.Line: var line })
                throw new UserFileException($"Line {line} uses an alias (*name), which is not read. Write it out.");
            if (depth > MaxDepth)
                throw new UserFileException($"Line {parser.Current!.Start.Line} nests deeper than {MaxDepth} levels.");
            if (nodes > MaxNodes)
                throw new UserFileException($"The file has more than {MaxNodes} values.");
            if (documents > 1)
                throw new UserFileException("The file holds several documents.");
        }
    }

    private static IReadOnlyList<FileUser> UsersOf(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        var users = stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root
            ? root.Children.FirstOrDefault(child => child.Key is YamlScalarNode { Value: "users" }).Value
            : null;
        return users is YamlMappingNode entries
            ? [.. entries.Children.Select(entry => FileUserReader.Read(entry.Key, entry.Value))]
            : throw new UserFileException("The file has no list 'users'. Give Authelia's users_database.yml.");
    }
}
