using System.Net;
using System.Net.Http.Headers;

namespace McpAspire.Backends.Tests.Everything.Hosting;

public sealed class PerimeterTests(EverythingServerFixture server)
{
    private const int MaxBody = 4 * 1024 * 1024;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ForeignHost_IsRefused()
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, server.McpAddress);
        request.Headers.Host = "evil.example";

        using var response = await client.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData(MaxBody, HttpStatusCode.OK)]
    [InlineData(MaxBody + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Body_UpToFourMebibytes_IsRead(int length, HttpStatusCode expected)
    {
        const string Initialize =
            """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",
            "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
            """;
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, server.McpAddress)
        {
            Content = new StringContent(Initialize.PadRight(length), new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.ExpectContinue = true; // else a refusal may cut the upload off before it is read

        using var response = await client.SendAsync(request, Stop);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task HealthEndpoints_Answer(string path)
    {
        using var client = new HttpClient();

        Assert.Equal("Healthy", await client.GetStringAsync(new Uri(server.Address, path), Stop));
    }
}
