using McpAspire.Bench.Rows;
using McpAspire.Gateway.Audit;
using McpAspire.Gateway.Authentication;
using McpAspire.Gateway.Bridge;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Policy;
using McpAspire.Gateway.RateLimiting;
using McpAspire.Gateway.Routing;
using McpAspire.Gateway.Sessions;
using McpAspire.Gateway.Shutdown;
using McpAspire.Gateway.Upstream;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace McpAspire.Micro;

/// <summary>The gateway's services as its program registers them, with an issuer beside them and no listener.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    public const string Server = "fixed";
    private const string Origin = "http://localhost:8080";

    private readonly WebApplication _app;
    private readonly LoopbackIssuer _issuer;

    private GatewayUnderTest(WebApplication app, LoopbackIssuer issuer) => (_app, _issuer) = (app, issuer);

    public string Token => _issuer.Token($"{Origin}/mcp/{Server}");

    public static async Task<GatewayUnderTest> StartAsync()
    {
        var issuer = await LoopbackIssuer.StartAsync();
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Mcp:PublicOrigin"] = Origin,
            ["Mcp:Authorization:Issuer"] = LoopbackIssuer.Name,
            ["Mcp:Authorization:JwksAddress"] = issuer.JwksAddress,
            [$"Mcp:Servers:{Server}:Url"] = "http://127.0.0.1:9/mcp",
            // Nobody is there who could be asked.
            [$"Mcp:Servers:{Server}:Era"] = "Both",
        });
        builder.AddServiceDefaults();
        builder.AddMcpConfiguration();
        builder.AddDrain();
        builder.Services.AddBearerAuthentication();
        builder.AddSessions();
        builder.Services.AddServerRouting();
        builder.Services.AddUpstreams();
        builder.Services.AddFederation();
        builder.Services.AddBridge();
        builder.Services.AddPolicy();
        builder.AddAudit();
        builder.Services.AddRateLimiting();
        builder.Services.AddMcpPipeline();
        var gateway = new GatewayUnderTest(builder.Build(), issuer);
        await gateway.Get<SigningKeys>().RefreshAsync(default);
        return gateway;
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _issuer.DisposeAsync();
    }
}
