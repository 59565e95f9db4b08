using System.Buffers;
using McpAspire.Gateway.Bridge.Modern;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Sessions;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>
/// Answers <c>initialize</c> and opens the session (2025-11-25, lifecycle). The id is always a new one: whatever the
/// client proposes is not looked at.
/// </summary>
internal sealed class Initialization(ISessionStore sessions)
{
    private const string Newest = "2025-11-25";
    private static readonly string[] Known = ["2024-11-05", "2025-03-26", "2025-06-18", Newest];

    public static bool Knows(string version) => Array.IndexOf(Known, version) >= 0;

    public async Task<Refusal?> AnswerAsync(McpRequest request, IServerView view, Reply reply)
    {
        if (InitializeParameters.Read(request.Body!.Bytes[request.Message!.Content]) is not { } client)
            return LegacyRefusals.BadInitialize;

        // First of all: a session with servers that do not answer would be of no use.
        var description = await view.DescribeAsync(request.Http.RequestAborted);
        var version = Knows(client.ProtocolVersion) ? client.ProtocolVersion : Newest;
        var state = new SessionState
        {
            ProtocolVersion = version,
            ClientCapabilities = client.Capabilities,
            ClientInfo = client.ClientInfo,
        };
        var session = await sessions.OpenAsync(
            request.Caller!, request.Server.Resource, state, request.Http.RequestAborted);
        request.Http.Response.Headers[McpHeaders.SessionId] = session.Id;
        await reply.ResultAsync(ResultOf(request, description, version));
        return null;
    }

    private static ReadOnlyMemory<byte> ResultOf(McpRequest request, UpstreamDescription description, string version)
    {
        var output = new ArrayBufferWriter<byte>(512);
        output.Write("{\"protocolVersion\":"u8);
        RpcText.String(output, version);
        output.Write(",\"capabilities\":"u8);
        output.Write(ServerCapabilities.ForLegacy(description.Capabilities).Span);
        output.Write(",\"serverInfo\":"u8);
        output.Write(ServerInfo.Of(request.Server.Name, description).Span);
        if (description.Instructions is { } instructions)
        {
            output.Write(",\"instructions\":"u8);
            RpcText.String(output, instructions);
        }

        output.Write("}"u8);
        return output.WrittenMemory;
    }
}
