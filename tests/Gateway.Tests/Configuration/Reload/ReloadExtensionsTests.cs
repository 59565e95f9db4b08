using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Configuration.Reload;
using McpAspire.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace McpAspire.Gateway.Tests.Configuration.Reload;

public sealed class ReloadExtensionsTests : IAsyncLifetime
{
    private const string Denied = """{"Mcp":{"Servers":{"a":{"Url":"http://a/mcp","DenyTools":["x"]}}}}""";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mcp-settings-");
    private WebApplication _app = null!;

    private McpServerCatalogue Catalogue => _app.Services.GetRequiredService<McpServerCatalogue>();

    public async ValueTask InitializeAsync()
    {
        Write("appsettings.json", Denied);
        Write("servers.json", """{"Mcp":{"Servers":{"b":{"Url":"http://b/mcp"}}}}""");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = _directory.FullName,
            Args =
            [
                "--urls=http://127.0.0.1:0",
                "--Mcp:PublicOrigin=https://a.example",
                "--Mcp:Authorization:Issuer=https://a.example",
                "--Mcp:Authorization:JwksAddress=http://identity/jwks",
                $"--Mcp:File={Path.Combine(_directory.FullName, "servers.json")}",
                "--Mcp:FileInterval=00:00:00.02",
            ],
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddMcpConfiguration();
        _app = builder.Build();
        await _app.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    /// <summary>
    /// The framework drops all settings of a file that it cannot read: a tool that the file denies would be allowed as
    /// soon as another file changes.
    /// </summary>
    [Fact]
    public async Task Settings_that_became_unreadable_keep_everything_as_it_was()
    {
        var status = _app.Services.GetRequiredService<ReloadStatus>();

        Write("appsettings.json", "{");
        await Eventually.HoldsAsync(() => status.Errors.Count > 0, "the broken settings are told");
        Assert.StartsWith("appsettings.json: cannot be read", status.Errors[0]);
        Assert.Null(_app.Configuration["Mcp:Servers:a:DenyTools:0"]);

        Write("servers.json", """{"Mcp":{"Servers":{"a":{"Url":"http://a/mcp"}}}}""");
        await Eventually.HoldsAsync(
            () => _app.Configuration["Mcp:Servers:a:Url"] is not null, "the other file has been read");

        Write("appsettings.json", Denied);
        // Had the other file been taken over on its own, it would be the one of this number.
        await Eventually.HoldsAsync(() => Catalogue.Version == 2, "both files are in force");
        Assert.Equal(["x"], Catalogue.Find("a")!.Options.DenyTools);
        Assert.Null(Catalogue.Find("b"));
        Assert.Empty(status.Errors);
    }

    [Fact]
    public void The_environment_overrules_the_file_and_the_file_overrules_the_settings()
    {
        var sources = ((IConfigurationBuilder)_app.Configuration).Sources.ToList();
        var file = sources.FindIndex(source => source is SettingsFileSource);

        Assert.InRange(file, sources.FindLastIndex(source => source is FileConfigurationSource) + 1, sources.Count);
        Assert.True(file < sources.FindLastIndex(source => source is EnvironmentVariablesConfigurationSource));
    }

    private void Write(string name, string content) =>
        File.WriteAllText(Path.Combine(_directory.FullName, name), content);
}
