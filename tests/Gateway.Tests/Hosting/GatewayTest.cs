using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Hosting;

/// <summary>A test against the gateway that its class shares.</summary>
public abstract class GatewayTest : IClassFixture<GatewayFixture>, IDisposable
{
    protected GatewayTest(GatewayFixture fixture)
    {
        Gateway = fixture.Gateway;
        Gateway.Backend.Received.Clear();
        Gateway.Backend.Answer = ScriptedBackend.Result("{}");
        Client = Gateway.CreateAuthorizedClient();
    }

    internal GatewayHost Gateway { get; }

    /// <summary>A client with a valid token.</summary>
    protected HttpClient Client { get; }

    public void Dispose()
    {
        Client.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Asserts that the connection breaks, before or after the headers of an answer have arrived.</summary>
    protected Task BreaksOffAsync(HttpRequestMessage request) =>
        Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            using var response = await Client.AskAsync(request);
            await response.TextAsync();
        }).Within();

    /// <summary>Asserts that the gateway refused, and that the backend heard nothing of it.</summary>
    protected async Task<JsonNode> IsRefusedAsync(HttpResponseMessage response, HttpStatusCode status, int? code = null)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Empty(Gateway.Backend.Received);
        var error = await response.ErrorAsync();
        if (code is not null)
            Assert.Equal(code, (int?)error["code"]);
        Assert.False(string.IsNullOrWhiteSpace((string?)error["message"]));
        return error;
    }
}
