using System.Globalization;
using System.Text;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Tests.Protocol;

public sealed class JsonRpcReaderTests
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";
    private const string Meta = "io.modelcontextprotocol/protocolVersion";

    public static TheoryData<string, string, int> Malformed
    {
        get
        {
            var cases = new TheoryData<string, string, int>
            {
                { "empty", "", -32700 },
                { "white space", "  \n", -32700 },
                { "two lines", $"{Ping}\n{Ping}", -32700 },
                { "raw control character", Argument("\"\u0001\""), -32700 },
                { "400 digits", Argument(new string('9', 400)), -32700 },
                { "id too long", Ping.Replace("1", $"\"{new string('i', 1025)}\""), -32600 },
                { "method too long", Ping.Replace("ping", new string('m', 257)), -32600 },
                { "65 levels", Deep(65), -32700 },
                { "100000 levels", Deep(100_000), -32700 },
            };
            foreach (var fields in Read("refused"))
                cases.Add(fields[1], fields[2], int.Parse(fields[0], CultureInfo.InvariantCulture));
            return cases;
        }
    }

    public static TheoryData<string, string> Wellformed
    {
        get
        {
            var cases = new TheoryData<string, string>
            {
                { "white space around", $" \r\n{Ping.Replace(",", "\t,\n ")}\t\n" },
                { "64 levels", Deep(64) },
            };
            foreach (var fields in Read("accepted"))
                cases.Add(fields[0], fields[1]);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void TryRead_WhatIsNoWellFormedMessage_IsRefused(string kind, string body, int code)
    {
        var accepted = JsonRpcReader.TryRead(Encoding.UTF8.GetBytes(body), out var message, out var fault);

        Assert.False(accepted, kind);
        Assert.Null(message);
        Assert.Equal(code, fault!.Code);
    }

    [Theory]
    [MemberData(nameof(Wellformed))]
    public void TryRead_AWellFormedMessage_IsAccepted(string kind, string body)
    {
        var accepted = JsonRpcReader.TryRead(Encoding.UTF8.GetBytes(body), out _, out var fault);

        Assert.True(accepted, $"{kind}: {fault}");
    }

    public static TheoryData<string, byte[]> NotUtf8 => new()
    {
        { "byte order mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Ping)] },
        { "overlong slash", Within([0xC0, 0xAF]) },
        { "lone continuation", Within([0x80]) },
        { "cut sequence", Within([0xE2, 0x82]) },
        { "encoded surrogate", Within([0xED, 0xA0, 0x80]) },
        { "beyond Unicode", Within([0xF4, 0x90, 0x80, 0x80]) },
        { "0xFF", Within([0xFF]) },
        { "UTF-16", Encoding.Unicode.GetBytes(Ping) },
        { "UTF-16 with mark", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Ping)] },
        { "UTF-32", Encoding.UTF32.GetBytes(Ping) },
    };

    [Theory]
    [MemberData(nameof(NotUtf8))]
    public void TryRead_WhatIsNotPlainUtf8_IsRefused(string kind, byte[] body)
    {
        var accepted = JsonRpcReader.TryRead(body, out _, out var fault);

        Assert.False(accepted, kind);
        Assert.Equal(-32700, fault!.Code);
    }

    [Theory]
    [InlineData(""" "id":"a\"b","method":"tools/call","params":{"name":"ech\u006f"} """, "\"a\\\"b\"", "echo")]
    [InlineData(""" "id": -12 ,"method":"resources/read","params":{"name":"n","uri":"test://x"} """, "-12", "test://x")]
    [InlineData(""" "method":"prompts/get","params":{"name":"p"},"id":3""", "3", "p")]
    [InlineData(""" "id":1,"method":"tasks/get","params":{"taskId":"t"} """, "1", "t")]
    [InlineData(""" "id":1,"method":"tools/list","params":{"name":"n"} """, "1", null)]
    [InlineData(""" "id":1,"method":"custom","params":{"name":{"x":1}} """, "1", null)]
    public void TryRead_AMessage_SaysWhatItActsOnAndItsIdAsSent(string members, string id, string? target)
    {
        var bytes = Encoding.UTF8.GetBytes($"{{\"jsonrpc\":\"2.0\",{members}}}");

        Assert.True(JsonRpcReader.TryRead(bytes, out var message, out _));

        Assert.Equal(id, Encoding.UTF8.GetString(bytes[message.Id]));
        Assert.Equal(target, message.Target);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping"}""", "Request", "ping")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/cancelled"}""", "Notification", "notifications/cancelled")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{}}""", "Response", null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{}}""", "Response", null)]
    public void TryRead_AMessage_SaysItsKindAndMethod(string body, string kind, string? method)
    {
        Assert.True(JsonRpcReader.TryRead(Encoding.UTF8.GetBytes(body), out var message, out _));

        Assert.Equal(kind, message.Kind.ToString());
        Assert.Equal(method, message.Method);
    }

    [Theory]
    [InlineData("2026-07-28")]
    [InlineData("1999-01-01")]
    public void TryRead_AModernMessage_SaysItsVersion(string version)
    {
        var body = Ping.Replace("}", $",\"params\":{{\"_meta\":{{\"{Meta}\":\"{version}\"}}}}}}");

        Assert.True(JsonRpcReader.TryRead(Encoding.UTF8.GetBytes(body), out var message, out _));

        Assert.Equal(version, message.ProtocolVersion);
    }

    [Fact]
    public void TryRead_AMillionNames_TakesLessThanFiveSeconds()
    {
        var body = new StringBuilder("""{"jsonrpc":"2.0","id":1,"method":"m","params":{"a":{""");
        for (var i = 0; body.Length < 4 * 1024 * 1024 - 40; i++)
            body.Append('"').Append(i.ToString("x", null)).Append("\":0,");
        body.Append("\"last\":0}}}");
        var bytes = Encoding.UTF8.GetBytes(body.ToString());
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var accepted = JsonRpcReader.TryRead(bytes, out _, out _);

        Assert.True(accepted);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private static string Argument(string json) =>
        $$$"""{"jsonrpc":"2.0","id":1,"method":"m","params":{"a":{{{json}}}}}""";

    private static string Deep(int levels) => Argument(new string('[', levels - 2) + new string(']', levels - 2));

    private static byte[] Within(byte[] bytes) =>
    [
        .. """{"jsonrpc":"2.0","id":1,"method":"m","params":{"a":" """u8,
        .. bytes,
        .. "\"}}"u8,
    ];

    /// <summary>One case a line, its fields separated by tabs.</summary>
    private static IEnumerable<string[]> Read(string name)
    {
        using var stream = typeof(JsonRpcReaderTests).Assembly.GetManifestResourceStream($"{name}.tsv")!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => line.Split('\t'))];
    }
}
