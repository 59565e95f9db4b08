using System.Text;

namespace McpAspire.EndToEnd.Tests.Conformance;

public sealed class RequestHeadTests
{
    [Fact]
    public async Task The_token_replaces_another_and_the_rest_keeps_its_order_and_spelling()
    {
        var head = await ReadAsync(
            "POST /mcp HTTP/1.1\r\nhost: localhost:1\r\nauthorization: Bearer other\r\nX-oDD: a,  b\r\n\r\n{\"id\":1}");

        Assert.Equal(
            "POST /mcp HTTP/1.1\r\nhost: localhost:2\r\nX-oDD: a,  b\r\n"
            + "Authorization: Bearer mine\r\nConnection: close\r\n\r\n",
            Rewritten(head));
        Assert.Equal("{\"id\":1}", Encoding.ASCII.GetString(head!.Rest.Span));
    }

    [Fact]
    public async Task A_foreign_host_and_origin_stay()
    {
        var head = await ReadAsync("GET / HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\n\r\n");

        Assert.Contains("Host: evil.example\r\nOrigin: http://evil.example\r\n", Rewritten(head));
    }

    [Fact]
    public async Task A_connection_that_closes_without_a_request_has_no_head() => Assert.Null(await ReadAsync("GET"));

    private static string Rewritten(RequestHead? head) =>
        Encoding.ASCII.GetString(head!.With("mine", "localhost:1", "localhost:2"));

    private static Task<RequestHead?> ReadAsync(string request) => RequestHead.ReadAsync(
        new MemoryStream(Encoding.ASCII.GetBytes(request)), TestContext.Current.CancellationToken);
}
