using System.Text.Json.Nodes;
using McpAspire.Backends.Tests.Everything.Hosting;

namespace McpAspire.Backends.Tests.Everything.Resources;

public sealed class NotFoundDetailsTests(EverythingServerFixture server)
{
    [Theory]
    [InlineData("test://nothing-here")]
    [InlineData("everything://notes/no-such-note")]
    public async Task Read_UnknownResource_NamesItInTheErrorsData(string uri)
    {
        var read = RawRequests.Modern("resources/read", new JsonObject { ["uri"] = uri });

        var (_, messages) = await server.PostAsync(read);

        var error = Assert.Single(messages)["error"]!;
        Assert.Equal(-32602, (int?)error["code"]);
        Assert.Equal(uri, (string?)error["data"]!["uri"]);
    }
}
