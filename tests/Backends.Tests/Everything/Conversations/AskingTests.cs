using System.Text.Json.Nodes;
using McpAspire.Backends.Tests.Everything.Hosting;

namespace McpAspire.Backends.Tests.Everything.Conversations;

public sealed class AskingTests(EverythingServerFixture server)
{
    [Fact]
    public async Task Answer_Missing_IsAskedFor()
    {
        var messages = await AskAsync(new JsonObject { ["other"] = new JsonObject { ["action"] = "accept" } });

        var result = messages["result"]!;
        Assert.Equal("input_required", (string?)result["resultType"]);
        Assert.Equal("elicitation/create", (string?)result["inputRequests"]!["question"]!["method"]);
    }

    [Theory]
    [InlineData("42")]
    [InlineData("[]")]
    [InlineData("\"accept\"")]
    public async Task Answer_Malformed_IsAnErrorOfTheRequest(string answer)
    {
        var messages = await AskAsync(new JsonObject { ["question"] = JsonNode.Parse(answer) });

        Assert.Equal(-32602, (int?)messages["error"]!["code"]);
    }

    private async Task<JsonNode> AskAsync(JsonObject responses)
    {
        var call = RawRequests.Modern("tools/call", new JsonObject
        {
            ["name"] = "ask_person",
            ["arguments"] = new JsonObject { ["question"] = "Why?" },
            ["inputResponses"] = responses,
        });
        call["params"]!["_meta"]!["io.modelcontextprotocol/clientCapabilities"]!["elicitation"] = new JsonObject();

        return Assert.Single((await server.PostAsync(call)).Messages);
    }
}
