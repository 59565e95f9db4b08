using System.Text;
using McpAspire.Bench.Wire;

namespace McpAspire.Bench.Tests.Wire;

public sealed class RequestBytesTests
{
    [Fact]
    public void With_ChangesTheIdAndNoLength()
    {
        var request = new RequestBytes("POST / HTTP/1.1\r\n", $"{{\"id\":{RequestBytes.IdMark}}}");

        var first = Encoding.ASCII.GetString(request.With(1));
        var second = Encoding.ASCII.GetString(request.With(899_999_999));

        Assert.Equal("POST / HTTP/1.1\r\nContent-Length: 16\r\n\r\n{\"id\":100000001}", first);
        Assert.EndsWith("{\"id\":999999999}", second, StringComparison.Ordinal);
        Assert.Equal("999999999", Encoding.ASCII.GetString(request.Expected.Span));
    }
}
