using System.Text;
using BenchmarkDotNet.Attributes;
using McpAspire.Gateway.Authentication;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Micro;

/// <summary>What this project's own code takes of a forwarded <c>tools/call</c>, without the engine around it.</summary>
public class HotPath
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        """
        {"jsonrpc":"2.0","id":100000001,"method":"tools/call","params":{"name":"echo","arguments":{"text":"the quick brown fox jumps over the lazy dog"},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}
        """);

    private readonly MemoryStream _body = new(Body);
    private readonly DefaultHttpContext _http = new();
    private GatewayUnderTest _gateway = null!;
    private McpPipeline _pipeline = null!;
    private SigningKeys _keys = null!;
    private TokenCache _tokens = null!;

    /// <summary>The services of the gateway with the keys of an issuer, and a request as it comes from a client.</summary>
    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _gateway = await GatewayUnderTest.StartAsync();
        (_pipeline, _keys, _tokens) = (_gateway.Get<McpPipeline>(), _gateway.Get<SigningKeys>(), _gateway.Get<TokenCache>());

        var request = _http.Request;
        request.Method = HttpMethods.Post;
        request.Host = new HostString("localhost", 8080);
        request.ContentType = "application/json";
        request.Headers.Accept = "application/json, text/event-stream";
        request.Headers.Authorization = $"Bearer {_gateway.Token}";
        request.Headers["MCP-Protocol-Version"] = "2026-07-28";
        request.Headers["Mcp-Method"] = "tools/call";
        request.Headers["Mcp-Name"] = "echo";
        await StagesAsync();
        if (_http.Response.StatusCode != StatusCodes.Status200OK)
            throw new InvalidOperationException($"The call was refused with {_http.Response.StatusCode}.");
    }

    /// <summary>Ends the issuer.</summary>
    [GlobalCleanup]
    public async Task CleanUpAsync() => await _gateway.DisposeAsync();

    /// <summary>One message, read strictly.</summary>
    [Benchmark]
    public bool Read() => JsonRpcReader.TryRead(Body, out _, out _);

    /// <summary>A token that was verified before.</summary>
    [Benchmark]
    public bool FindToken()
    {
        var credential = BearerToken.Read(_http.Request);
        return _tokens.Find(TokenHash.Of(credential.Token.Span), _keys.Current.Version) is not null;
    }

    /// <summary>All stages in their order, up to where the engine takes over.</summary>
    [Benchmark]
    public Task StagesAsync()
    {
        _body.Position = 0;
        _http.Request.Body = _body;
        _http.Request.ContentLength = Body.Length;
        return _pipeline.InvokeAsync(_http, GatewayUnderTest.Server, static _ => Task.CompletedTask);
    }
}
