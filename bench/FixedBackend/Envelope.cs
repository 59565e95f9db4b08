using System.Buffers;
using System.Text;

namespace McpAspire.FixedBackend;

/// <summary>What is around a result.</summary>
internal static class Envelope
{
    public static readonly byte[] NoSuchMethod = """{"code":-32601,"message":"No such method."}"""u8.ToArray();

    private static ReadOnlySpan<byte> Head => "{\"jsonrpc\":\"2.0\",\"id\":"u8;

    private static ReadOnlySpan<byte> Result => ",\"result\":"u8;

    private static ReadOnlySpan<byte> Error => ",\"error\":"u8;

    public static int Length(ReadOnlySpan<byte> id, byte[]? answer) =>
        Head.Length + id.Length + (answer is null ? Error : Result).Length + (answer ?? NoSuchMethod).Length + 1;

    public static void WriteHead(IBufferWriter<byte> output, ReadOnlySpan<byte> id, bool isError)
    {
        output.Write(Head);
        output.Write(id);
        output.Write(isError ? Error : Result);
    }

    public static void WriteProgress(IBufferWriter<byte> output, ReadOnlySpan<byte> token, int number)
    {
        output.Write("event: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{"u8);
        output.Write("\"progressToken\":"u8);
        output.Write(token.IsEmpty ? "\"none\""u8 : token);
        output.Write(Encoding.UTF8.GetBytes($",\"progress\":{number},\"total\":{Answers.Events}}}}}\n\n"));
    }
}
