using McpAspire.Gateway.Configuration.Reload;

namespace McpAspire.Gateway.Tests.Configuration.Reload;

public sealed class SettingsFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mcp-servers-");
    private readonly ConfigurationFiles _files = new();
    private readonly string _path;
    private readonly SettingsFile _file;
    private int _changes;

    public SettingsFileTests()
    {
        _path = Path.Combine(_directory.FullName, "servers.json");
        _file = new SettingsFile(_path, "Mcp:File", "Mcp:Servers", _files);
        Write("http://a/mcp");
    }

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Load_ReadsTheServers()
    {
        Start();

        Assert.Equal("http://a/mcp", Url);
        Assert.Empty(_files.Problems);
    }

    [Theory]
    [InlineData(null, "cannot be read")]
    [InlineData("", "is not the JSON of settings")]
    [InlineData("[]", "is not the JSON of settings")]
    [InlineData("""{"Mcp":{"Servers":{"a":{"Url":"http://a","url":"http://b"}}}}""", "is not the JSON of settings")]
    [InlineData("""{"Mcp":{"Servers":{"a":{}},"PublicOrigin":"https://evil.example"}}""", "move Mcp:PublicOrigin")]
    [InlineData("""{"Mcp":{"Authorization":{"Issuer":"https://evil.example"}}}""", "move Mcp:Authorization:Issuer")]
    public void Load_WhatIsNoListOfServers_IsReportedAndNotTaken(string? content, string problem)
    {
        if (content is null)
            File.Delete(_path);
        else
            File.WriteAllText(_path, content);

        Start();

        Assert.Contains(problem, Assert.Single(_files.Problems));
        Assert.StartsWith($"Mcp:File: '{_path}' ", Assert.Single(_files.Problems));
        Assert.Null(Url);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_AFileThatIsTooLarge_IsNotTaken(bool isLinked)
    {
        var target = isLinked ? Path.Combine(_directory.FullName, "target.json") : _path;
        File.WriteAllText(target, File.ReadAllText(_path) + new string(' ', 1024 * 1024));
        if (isLinked)
        {
            File.Delete(_path);
            File.CreateSymbolicLink(_path, target);
        }

        Start();

        Assert.Contains("is larger than 1048576 bytes", Assert.Single(_files.Problems));
        Assert.Null(Url);
    }

    [Fact]
    public void Load_ALink_IsFollowed()
    {
        var target = Path.Combine(_directory.FullName, "target.json");
        File.Move(_path, target);
        File.CreateSymbolicLink(_path, target);

        Start();

        Assert.Equal("http://a/mcp", Url);
    }

    [Fact]
    public void Look_WithoutAChange_TellsNobody()
    {
        Start();
        Write("http://a/mcp");

        _file.Look();

        Assert.Equal(0, _changes);
    }

    [Fact]
    public void Look_SameLengthAndTime_IsSeenAllTheSame()
    {
        Start();
        var time = File.GetLastWriteTimeUtc(_path);
        Write("http://b/mcp");
        File.SetLastWriteTimeUtc(_path, time);

        _file.Look();

        Assert.Equal("http://b/mcp", Url);
        Assert.Equal(1, _changes);
    }

    [Fact]
    public void Look_ReplacedByAnAtomicRename_IsSeen()
    {
        Start();
        var other = Path.Combine(_directory.FullName, "new");
        File.WriteAllText(other, Json("http://b/mcp"));
        File.Move(other, _path, overwrite: true);

        _file.Look();

        Assert.Equal("http://b/mcp", Url);
    }

    [Fact]
    public void Look_SymbolicLinkOfTheDirectorySwapped_IsSeen()
    {
        // As Kubernetes mounts configuration: file -> ..data/file, ..data -> a directory for each version.
        foreach (var (version, url) in (ReadOnlySpan<(string, string)>)[("1", "http://a/mcp"), ("2", "http://b/mcp")])
        {
            _directory.CreateSubdirectory(version);
            File.WriteAllText(Path.Combine(_directory.FullName, version, "servers.json"), Json(url));
        }

        File.Delete(_path);
        var data = Path.Combine(_directory.FullName, "..data");
        Directory.CreateSymbolicLink(data, "1");
        File.CreateSymbolicLink(_path, Path.Combine("..data", "servers.json"));
        Start();
        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, "2");

        _file.Look();

        Assert.Equal("http://b/mcp", Url);
    }

    [Fact]
    public void Look_HalfWritten_CountsOnlyWhenItStaysSo()
    {
        Start();
        File.WriteAllText(_path, Json("http://b/mcp")[..20]);

        _file.Look();
        Assert.Empty(_files.Problems);
        _file.Look();

        Assert.Contains("is not the JSON of settings", Assert.Single(_files.Problems));
        Assert.Equal("http://a/mcp", Url);
        Assert.Equal(0, _changes);
    }

    [Fact]
    public void Look_GoneAndBackAgain_IsForgiven()
    {
        Start();
        File.Delete(_path);
        _file.Look();
        _file.Look();
        Assert.Contains("cannot be read", Assert.Single(_files.Problems));

        Write("http://a/mcp");
        _file.Look();

        Assert.Empty(_files.Problems);
        Assert.Equal("http://a/mcp", Url);
    }

    private string? Url => _file.TryGet("Mcp:Servers:a:Url", out var url) ? url : null;

    private void Start()
    {
        _file.Load();
        _file.GetReloadToken().RegisterChangeCallback(_ => _changes++, null);
    }

    private void Write(string url) => File.WriteAllText(_path, Json(url));

    private static string Json(string url) => "{\"Mcp\":{\"Servers\":{\"a\":{\"Url\":\"" + url + "\"}}}}";
}
