using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Bridge;

namespace McpAspire.Gateway.Tests.Bridge;

public sealed class RpcTextTests
{
    [Theory]
    [InlineData(false, """{"jsonrpc":"2.0","id":"a-1","result":{"n":1}}""")]
    [InlineData(true, """{"jsonrpc":"2.0","id":"a-1","error":{"n":1}}""")]
    public void A_response_is_as_long_as_announced(bool isError, string expected)
    {
        var output = new ArrayBufferWriter<byte>();

        RpcText.Response(output, "\"a-1\""u8, isError, "{\"n\":1}"u8);

        Assert.Equal(expected, Text(output));
        Assert.Equal(expected.Length, RpcText.ResponseLength("\"a-1\""u8, isError, "{\"n\":1}"u8));
    }

    [Fact]
    public void Line_breaks_between_tokens_become_spaces_and_the_length_stays()
    {
        const string Json = "{\r\n  \"text\": \"a\\n\\r\u2028\",\n\n \"n\": 1\n}";
        var output = new ArrayBufferWriter<byte>();

        RpcText.OneLine(output, Encoding.UTF8.GetBytes(Json));

        var line = Text(output);
        Assert.DoesNotContain('\n', line);
        Assert.DoesNotContain('\r', line);
        Assert.Equal(Json.Length, line.Length);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Json), JsonNode.Parse(line)));
    }

    [Theory]
    [InlineData("notifications/progress")]
    [InlineData("a\"b\\c\n\u2028é\ud83d\ude00")]
    [InlineData("")]
    public void Any_method_arrives_as_it_is(string method)
    {
        var output = new ArrayBufferWriter<byte>();

        RpcText.Notification(output, method, "{\n}"u8);

        var message = JsonNode.Parse(Text(output))!;
        Assert.Equal(method, (string?)message["method"]);
        Assert.Equal("{}", message["params"]!.ToJsonString());
        Assert.DoesNotContain('\n', Text(output));
    }

    [Fact]
    public void A_request_has_id_method_and_parameters()
    {
        var output = new ArrayBufferWriter<byte>();

        RpcText.Request(output, "7"u8, "roots/list", default);

        Assert.Equal("""{"jsonrpc":"2.0","id":7,"method":"roots/list"}""", Text(output));
    }

    [Fact]
    public void An_error_has_data_where_there_is_some()
    {
        Assert.Equal(
            """{"code":-32601,"message":"No."}""", Encoding.UTF8.GetString(RpcText.Error(-32601, "No.").Span));
        Assert.Equal(
            """{"code":-32601,"message":"No.","data":[1]}""",
            Encoding.UTF8.GetString(RpcText.Error(-32601, "No.", "[1]"u8).Span));
    }

    private static string Text(ArrayBufferWriter<byte> output) => Encoding.UTF8.GetString(output.WrittenSpan);
}
