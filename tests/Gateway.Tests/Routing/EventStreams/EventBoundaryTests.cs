using System.Text;
using McpAspire.Gateway.Routing.EventStreams;

namespace McpAspire.Gateway.Tests.Routing.EventStreams;

public sealed class EventBoundaryTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("data: 1\n\n", true)]
    [InlineData("data: 1\r\n\r\n", true)]
    [InlineData("data: 1\n\r\n", true)]
    [InlineData("data: 1\n\ndata: 2\n\n", true)]
    [InlineData("data: 1", false)]
    [InlineData("data: 1\n", false)]
    [InlineData("data: 1\r\n", false)]
    [InlineData("data: 1\r\n\r", false)]
    [InlineData("data: 1\n\nd", false)]
    [InlineData("data: 1\n\ndata: 2\n", false)]
    [InlineData("id: 1\n\r", false)]
    public void IsBetweenEvents_HoweverTheBytesAreCut(string text, bool expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var size = 1; size <= bytes.Length + 1; size++)
        {
            var boundary = new EventBoundary();
            foreach (var piece in bytes.Chunk(size))
                boundary.Append(piece);

            Assert.Equal(expected, boundary.IsBetweenEvents);
        }
    }
}
