using System.Text.RegularExpressions;

namespace McpAspire.Gateway.Tests.Cel;

/// <summary>The language could be lifted out as a package: it knows nothing of the gateway.</summary>
public sealed partial class CelDependencyTests
{
    [Fact]
    public void Cel_ItsSources_NameNothingElseOfTheGateway()
    {
        var gateway = Path.Combine(Root(), "Gateway");
        var others = Directory.GetDirectories(gateway).Select(Path.GetFileName).Where(name => name != "Cel");
        var sources = Directory.GetFiles(Path.Combine(gateway, "Cel"), "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(sources);

        foreach (var path in sources)
        {
            var text = File.ReadAllText(path);
            Assert.All(Namespaces().Matches(text), match => Assert.StartsWith("McpAspire.Gateway.Cel", match.Value));
            Assert.All(others, other => Assert.DoesNotMatch($@"(?<![\w.])(Gateway\.)?{other}\.[A-Z]\w+", text));
        }
    }

    [GeneratedRegex(@"McpAspire(\.\w+)+|Microsoft\.(AspNetCore|Extensions)(\.\w+)*|Yarp(\.\w+)*")]
    private static partial Regex Namespaces();

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "McpAspire.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No repository is here.");
        return folder;
    }
}
