using System.Text.RegularExpressions;

namespace McpAspire.AppHost.Tests.Documentation;

/// <summary>What the documents point to is there: a proof that was renamed away proves nothing.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Sources.Directory, "..", ".."));

    public static TheoryData<string> Documents =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Root, "README.md"))
            .Select(path => Path.GetRelativePath(Root, path)),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Tests_that_a_document_names_exist(string document)
    {
        var tests = Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(path => Path.GetFileNameWithoutExtension(path));

        var missing = NamedTest().Matches(File.ReadAllText(Path.Combine(Root, document)))
            .Where(name => !tests[name.Groups["class"].Value].Any(path => Declares(path, name.Groups["method"].Value)))
            .Select(name => name.Value);

        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Files_that_a_document_links_to_exist(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Root, document))!;

        var missing = Link().Matches(File.ReadAllText(Path.Combine(Root, document)))
            .Select(link => link.Groups["path"].Value)
            .Where(path => !path.Contains(':', StringComparison.Ordinal))
            .Where(path => !Path.Exists(Path.Combine(folder, path)));

        Assert.Empty(missing);
    }

    private static bool Declares(string path, string method) =>
        method.Length == 0 || File.ReadAllText(path).Contains($" {method}(", StringComparison.Ordinal);

    [GeneratedRegex("`(?<class>[A-Z][A-Za-z0-9]*Tests)(\\.(?<method>[A-Z][A-Za-z0-9_]*))?`")]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"\]\((?<path>[^)#]+)(#[^)]*)?\)")]
    private static partial Regex Link();
}
