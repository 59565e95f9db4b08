using System.Buffers;

namespace McpAspire.FixedBackend;

/// <summary>The same answers over standard input and output, for proxies that know no other backend.</summary>
internal static class StdioServer
{
    public static int Run()
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        using var output = Console.OpenStandardOutput();
        var answer = new ArrayBufferWriter<byte>();
        while (input.ReadLine() is { } line)
        {
            var call = Call.Read(System.Text.Encoding.UTF8.GetBytes(line));
            if (call.Id.IsEmpty || call.Method.IsEmpty)
                continue;

            var result = Answers.Of(call);
            Envelope.WriteHead(answer, call.Id, isError: result is null);
            answer.Write(result ?? Envelope.NoSuchMethod);
            answer.Write("}\n"u8);
            output.Write(answer.WrittenSpan);
            output.Flush();
            answer.ResetWrittenCount();
        }

        return 0;
    }
}
