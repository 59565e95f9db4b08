using System.Text.Json;
using McpAspire.AppHost.Topology;

namespace McpAspire.AppHost.Tests.Topology;

public sealed class AnnouncementTextTests
{
    [Fact]
    public void Compose_WithThisStartsPassword_ShowsItOnceAndHowToGoOn()
    {
        var text = Compose(new("admin", true, true), "Secret1");

        Assert.Contains("admin, one-time password Secret1", text, StringComparison.Ordinal);
        Assert.Contains("http://localhost:8080/mcp/everything", text, StringComparison.Ordinal);
        Assert.Contains("http://localhost:9091", text, StringComparison.Ordinal);
        Assert.Contains(
            "claude mcp add --transport http everything http://localhost:8080/mcp/everything",
            text,
            StringComparison.Ordinal);
        Assert.Contains("ready after 1.5 s", text, StringComparison.Ordinal);
        Assert.Contains("Ctrl-C", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_WithAnEarlierStartsPassword_SaysHowToGetANewOne() =>
        Assert.Contains(
            "./run --reset-administrator", Compose(new("admin", true, false), null), StringComparison.Ordinal);

    [Fact]
    public void Compose_WithAnAdministratorWhoSignedIn_SpeaksOfNoPassword() =>
        Assert.DoesNotContain("password", Compose(new("admin", false, false), null), StringComparison.Ordinal);

    [Fact]
    public void Compose_ShowsAConfigurationThatClientsCanRead()
    {
        var text = Compose(new("admin", false, false), null);
        var line = text.Split('\n').Single(line => line.Contains("mcpServers", StringComparison.Ordinal));

        using var json = JsonDocument.Parse(line);

        var server = json.RootElement.GetProperty("mcpServers").GetProperty("everything");
        Assert.Equal("http", server.GetProperty("type").GetString());
        Assert.Equal("http://localhost:8080/mcp/everything", server.GetProperty("url").GetString());
    }

    private static string Compose(AdministratorState administrator, string? password) => AnnouncementText.Compose(
        "http://localhost:8080",
        "http://localhost:9091",
        "everything",
        administrator,
        password,
        hasDashboard: false,
        TimeSpan.FromSeconds(1.5));
}
