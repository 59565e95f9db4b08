using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting.Testing;

namespace McpAspire.AppHost.Tests.Graph;

public sealed class WholeGraphTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    [Fact]
    public async Task Gateway_AskedWithoutAToken_LeadsTheClientToIdentity()
    {
        await using var graph = await RunningGraph.StartAsync(_data.Path);
        using var gateway = graph.ClientOf("gateway");
        using var identity = graph.ClientOf("identity");

        using var refusal = await gateway.PostAsJsonAsync("/mcp/everything", new { }, Cancellation);
        var metadata = await gateway.GetFromJsonAsync<JsonElement>(
            "/.well-known/oauth-protected-resource/mcp/everything", Cancellation);
        var issuer = metadata.GetProperty("authorization_servers")[0].GetString();
        var server = await identity.GetFromJsonAsync<JsonElement>(
            "/.well-known/oauth-authorization-server", Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, refusal.StatusCode);
        Assert.Contains(
            $"resource_metadata=\"{gateway.BaseAddress}.well-known/oauth-protected-resource/mcp/everything\"",
            refusal.Headers.WwwAuthenticate.ToString(),
            StringComparison.Ordinal);
        Assert.Equal($"{gateway.BaseAddress}mcp/everything", metadata.GetProperty("resource").GetString());
        Assert.Equal(identity.BaseAddress!.ToString().TrimEnd('/'), issuer);
        Assert.Equal(issuer, server.GetProperty("issuer").GetString());
    }

    [Fact]
    public async Task SecondStart_WithTheSameData_KeepsTheSigningKey()
    {
        var first = await ReadKeyAsync();

        var second = await ReadKeyAsync();

        Assert.Equal(first, second);

        async Task<string?> ReadKeyAsync()
        {
            await using var graph = await RunningGraph.StartAsync(_data.Path);
            using var identity = graph.ClientOf("identity");
            var keys = await identity.GetFromJsonAsync<JsonElement>("/.well-known/jwks", Cancellation);
            return keys.GetProperty("keys")[0].GetProperty("kid").GetString();
        }
    }

    [Fact]
    public async Task OperatorCommands_OnIdentity_ResetTheAdministratorAndSignEveryoneOut()
    {
        await using var graph = await RunningGraph.StartAsync(
            _data.Path, ["--Parameters:admin-password=lantern-otter-vinegar-42"]);
        var commands = graph.Application.ResourceCommands;

        var reset = await commands.ExecuteCommandAsync(graph["identity"], "reset-administrator", Cancellation);
        var signedOut = await commands.ExecuteCommandAsync(graph["identity"], "sign-out-everyone", Cancellation);

        Assert.True(reset.Success, reset.Message);
        Assert.NotEqual("lantern-otter-vinegar-42", reset.Data!.Value);
        Assert.True(reset.Data.Value.Length >= 16);
        Assert.True(reset.Data.DisplayImmediately);
        Assert.DoesNotContain(reset.Data.Value, reset.Message, StringComparison.Ordinal);
        Assert.True(signedOut.Success, signedOut.Message);
    }

    [Fact]
    public async Task OperatorListener_WithoutTheKey_AnswersUnauthorized()
    {
        await using var graph = await RunningGraph.StartAsync(_data.Path);
        using var client = graph.Application.CreateHttpClient("identity", "operator");

        using var answer = await client.GetAsync("/operator/administrator", Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Dispose();
}
