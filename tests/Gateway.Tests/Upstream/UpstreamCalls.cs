using System.Text;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Gateway.Tests.Upstream;

/// <summary>Calls a server through its leg, as tests read best.</summary>
internal static class UpstreamCalls
{
    public static readonly UpstreamCaller Modern = Caller(McpEra.Modern);
    public static readonly UpstreamCaller Legacy = Caller(McpEra.Legacy);

    public static UpstreamCaller Caller(McpEra era, string capabilities = "{}", string key = "alice") => new(
        key, era, Encoding.UTF8.GetBytes(capabilities), """{"name":"test","version":"1"}"""u8.ToArray());

    public static IUpstream Upstream(this GatewayHost gateway, string server = "everything") =>
        gateway.Services.GetRequiredService<IUpstreams>().Of(
            gateway.Services.GetRequiredService<McpServerCatalogue>().Find(server)!);

    public static UpstreamCall Tool(this UpstreamCaller caller, string name, string arguments = "{}") =>
        new(caller, "tools/call", Encoding.UTF8.GetBytes($$"""{"name":"{{name}}","arguments":{{arguments}}}"""))
        {
            Target = name,
        };

    public static UpstreamCall Of(this UpstreamCaller caller, string method, string parameters = "") =>
        new(caller, method, Encoding.UTF8.GetBytes(parameters));

    public static async Task<JsonNode> ResultAsync(
        this IUpstream upstream, UpstreamCall call, IUpstreamTalk? talk = null)
    {
        using var answer = await upstream.CallAsync(
            call, talk ?? new RecordingTalk(), TestContext.Current.CancellationToken);
        var json = JsonNode.Parse(answer.Json.Span)!;
        Assert.False(answer.IsError, json.ToJsonString());
        return json;
    }

    public static async Task<JsonNode> ErrorAsync(this IUpstream upstream, UpstreamCall call)
    {
        using var answer = await upstream.CallAsync(
            call, new RecordingTalk(), TestContext.Current.CancellationToken);
        Assert.True(answer.IsError, Encoding.UTF8.GetString(answer.Json.Span));
        return JsonNode.Parse(answer.Json.Span)!;
    }

    public static string TextOf(this JsonNode result) => (string)result["content"]![0]!["text"]!;
}
