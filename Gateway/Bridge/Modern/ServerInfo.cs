using System.Buffers;
using System.Text;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge.Modern;

/// <summary>What results say of the server in <c>_meta</c> (2026-07-28: a SHOULD).</summary>
internal static class ServerInfo
{
    private static readonly byte[] Version =
        Encoding.UTF8.GetBytes($"\"{typeof(ServerInfo).Assembly.GetName().Version!.ToString(3)}\"");

    /// <summary>The server's own words, or its name here if it gave none.</summary>
    public static ReadOnlyMemory<byte> Of(string name, UpstreamDescription description)
    {
        if (!description.ServerInfo.IsEmpty)
            return description.ServerInfo;

        var output = new ArrayBufferWriter<byte>(64);
        output.Write("{\"name\":"u8);
        RpcText.String(output, name);
        output.Write(",\"version\":"u8);
        output.Write(Version);
        output.Write("}"u8);
        return output.WrittenMemory;
    }
}
