using System.Text;
using McpAspire.Bench.Wire;

namespace McpAspire.Bench.Tests.Wire;

public sealed class ResponseFramingTests
{
    private const string WithLength = "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nServer: x\r\n\r\n{\"id\":12345}";

    private const string Chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n7;a=b\r\n:12345}\r\n0\r\nTrailer: x\r\n\r\n";

    [Theory]
    [InlineData(WithLength)]
    [InlineData(Chunked)]
    public void Feed_InPiecesOfAnySize_EndsAtTheLastByte(string response)
    {
        for (var size = 1; size <= response.Length; size++)
        {
            var framing = Framing("12345");

            foreach (var piece in Encoding.ASCII.GetBytes(response).Chunk(size))
            {
                Assert.False(framing.IsComplete);
                framing.Feed(piece);
            }

            Assert.True(framing.IsGood, $"in pieces of {size}");
        }
    }

    [Theory]
    [InlineData(WithLength)]
    [InlineData(Chunked)]
    public void Feed_WithoutTheExpectedText_IsNotGood(string response)
    {
        var framing = Framing("54321");

        framing.Feed(Encoding.ASCII.GetBytes(response));

        Assert.True(framing.IsComplete);
        Assert.False(framing.IsGood);
    }

    [Fact]
    public void Feed_OtherStatus_IsNotGood()
    {
        var framing = Framing("");

        framing.Feed("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\n{}"u8);

        Assert.Equal(401, framing.Status);
        Assert.False(framing.IsGood);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nwithout any length")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n")]
    [InlineData("HTTP/1.1 OK\r\nContent-Length: 1\r\n\r\n")]
    public void Feed_WithoutFraming_IsBroken(string response)
    {
        var framing = Framing("");

        framing.Feed(Encoding.ASCII.GetBytes(response));

        Assert.True(framing.IsBroken);
    }

    private static ResponseFraming Framing(string expected)
    {
        var framing = new ResponseFraming();
        framing.Reset(Encoding.ASCII.GetBytes(expected));
        return framing;
    }
}
