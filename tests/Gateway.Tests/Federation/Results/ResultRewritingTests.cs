using System.Text;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Federation.Names;
using McpAspire.Gateway.Tests.Federation.Hosting;

namespace McpAspire.Gateway.Tests.Federation.Results;

/// <summary>What changes in what a server says, and above all what does not.</summary>
public sealed class ResultRewritingTests : IDisposable
{
    private readonly FederationBed _bed = new("notes");

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData("tools/call", """{"content":[{"type":"text","text":"memo:x"}],"isError":false}""")]
    [InlineData("tools/call", """{"content":[{"type":"text","text":"{\"type\":\"resource_link\",\"uri\":\"memo:x\"}"}]}""")]
    [InlineData("tools/call", """{"content":[{"type":"image","data":"uri","mimeType":"resource_link"}]}""")]
    [InlineData("tools/call", """{"content":[{"type":"card","uri":"https://a.example"}]}""")]
    [InlineData("tools/call",
        """{"structuredContent":{"content":[{"type":"resource_link","uri":"memo:x"}],"uri":"memo:x","taskId":"1"}}""")]
    [InlineData("tools/call", """{"structuredContent":[{"type":"resource_link","uri":"memo:x"}],"uri":"memo:x"}""")]
    [InlineData("tools/call", """{"content":[{"type":"text","text":"a","annotations":{"uri":"memo:x"}}]}""")]
    [InlineData("tools/call", """{"content":{},"contents":7,"messages":{"content":[]},"_meta":[],"inputRequests":[1]}""")]
    [InlineData("tools/call", """{"content":[1,null,[{"type":"resource_link","uri":"memo:x"}],"a"],"_meta":{"ui":1}}""")]
    [InlineData("tools/call", """{"content":[{"type":"resource_link","uri":7}],"taskId":7}""")]
    [InlineData("tools/call", """{"result":{"content":[{"type":"resource_link","uri":"memo:x"}]}}""")]
    [InlineData("notifications/message", """{"level":"info","data":{"uri":"memo:x"},"uri":"memo:x"}""")]
    [InlineData("notifications/progress", """{"progress":1,"message":"memo:x"}""")]
    [InlineData("completion/complete", """{"completion":{"values":["memo:x"]}}""")]
    [InlineData("elicitation/create", """{"message":"memo:x","url":"https://a.example","mode":"url"}""")]
    [InlineData("tools/call", "{}")]
    [InlineData("notifications/tools/list_changed", "")]
    public void ToEndpoint_GivesTheSameMemory_WhereNothingIsToBeChanged(string method, string json)
    {
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(json);

        Assert.True(bytes.Equals(ToEndpoint(method, bytes)));
    }

    [Fact]
    public void ToEndpoint_AllocatesNothing_WhereNothingIsToBeChanged()
    {
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(
            """{"content":[{"type":"text","text":"a\nb"}],"structuredContent":{"uri":[1,2,{"a":null}]},"_meta":{"a":1}}""");
        ToEndpoint("tools/call", bytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            ToEndpoint("tools/call", bytes);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData("tools/call",
        """{ "content" : [ {"uri":"memo:x","type":"resource_link","name":"x"} ] , "n": 1.50 }""",
        """{ "content" : [ {"uri":"memo+notes:x","type":"resource_link","name":"x"} ] , "n": 1.50 }""")]
    [InlineData("tools/call",
        """{"content":[{"type":"resource","resource":{"uri":"ui://a/b","text":"ui://a/b"}},{"type":"text","text":"t"}]}""",
        """{"content":[{"type":"resource","resource":{"uri":"ui://notes/a/b","text":"ui://a/b"}},{"type":"text","text":"t"}]}""")]
    [InlineData("tools/call",
        """{"content":[{"\u0074ype":"resource\u005flink","ur\u0069":"m\u0065mo:\"\ud83d\ude00"}]}""",
        """{"content":[{"\u0074ype":"resource\u005flink","ur\u0069":"memo+notes:\"\uD83D\uDE00"}]}""")]
    [InlineData("tools/call",
        """{"_meta":{"ui":{"resourceUri":"ui://a"},"ui/resourceUri":"ui://b","x":{"resourceUri":"ui://c"}},"content":[]}""",
        """{"_meta":{"ui":{"resourceUri":"ui://notes/a"},"ui/resourceUri":"ui://notes/b","x":{"resourceUri":"ui://c"}},"content":[]}""")]
    [InlineData("tools/call",
        """{"content":[{"type":"tool_result","content":[{"type":"resource_link","uri":"memo:x","_meta":{"ui/resourceUri":"ui://a"}}]}]}""",
        """{"content":[{"type":"tool_result","content":[{"type":"resource_link","uri":"memo+notes:x","_meta":{"ui/resourceUri":"ui://notes/a"}}]}]}""")]
    [InlineData("resources/read",
        """{"contents":[{"uri":"memo:x","text":"memo:x"},{"uri":"memo:y","blob":"","_meta":{"ui":{"resourceUri":"ui://a"}}}]}""",
        """{"contents":[{"uri":"memo+notes:x","text":"memo:x"},{"uri":"memo+notes:y","blob":"","_meta":{"ui":{"resourceUri":"ui://notes/a"}}}]}""")]
    [InlineData("prompts/get",
        """{"messages":[{"role":"user","content":{"type":"resource","resource":{"uri":"memo:x","text":""}}},{"content":[{"type":"resource_link","uri":"memo:y"}]}]}""",
        """{"messages":[{"role":"user","content":{"type":"resource","resource":{"uri":"memo+notes:x","text":""}}},{"content":[{"type":"resource_link","uri":"memo+notes:y"}]}]}""")]
    [InlineData("notifications/resources/updated", """{"uri":"memo:x"}""", """{"uri":"memo+notes:x"}""")]
    [InlineData("tools/call",
        """{"resultType":"input_required","inputRequests":{"uri":{"method":"sampling/createMessage","params":{"messages":[{"role":"user","content":{"type":"resource_link","uri":"memo:x"}}]}}}}""",
        """{"resultType":"input_required","inputRequests":{"uri":{"method":"sampling/createMessage","params":{"messages":[{"role":"user","content":{"type":"resource_link","uri":"memo+notes:x"}}]}}}}""")]
    [InlineData("sampling/createMessage",
        """{"messages":[{"role":"user","content":{"type":"resource_link","uri":"memo:x"}}],"maxTokens":1}""",
        """{"messages":[{"role":"user","content":{"type":"resource_link","uri":"memo+notes:x"}}],"maxTokens":1}""")]
    public void ToEndpoint_ChangesUrisWhereTheProtocolHasThem_AndNoOtherByte(string method, string json, string expected) =>
        Assert.Equal(expected, Text(method, json));

    [Fact]
    public void ToEndpoint_SaysWhoseItIs_EvenIfItNamesAnotherServersResource()
    {
        var json = Text("tools/call", """{"content":[{"type":"resource_link","uri":"memo+other:x"}]}""");

        Assert.Contains("\"memo+other+notes:x\"", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tools/call", """{"resultType":"task","taskId":"7","status":"working"}""", "taskId")]
    [InlineData("tasks/get", """{"taskId":"7","status":"working"}""", "taskId")]
    [InlineData("tools/call", """{"task":{"taskId":"7"}}""", "task.taskId")]
    [InlineData("notifications/tasks", """{"taskId":"7","status":"completed"}""", "taskId")]
    [InlineData("tools/call", """{"_meta":{"io.modelcontextprotocol/related-task":{"taskId":"7"}}}""",
        "_meta.io-modelcontextprotocol/related-task.taskId")]
    public void ToEndpoint_GivesTasksIdsThatAreTheCallersOwn(string method, string json, string path)
    {
        var node = JsonNode.Parse(Text(method, json))!;
        foreach (var name in path.Split('.'))
            node = node[name.Replace("io-", "io.", StringComparison.Ordinal)]!;

        Assert.Equal(new TaskIds(new byte[32]).Of("notes", "ann", "7"), (string)node!);
    }

    [Fact]
    public void ToEndpoint_ChangesTheResultInsideATask() => Assert.Contains(
        "\"memo+notes:x\"",
        Text("tasks/get", """{"taskId":"7","result":{"content":[{"type":"resource_link","uri":"memo:x"}]}}"""),
        StringComparison.Ordinal);

    private string Text(string method, string json) =>
        Encoding.UTF8.GetString(ToEndpoint(method, Encoding.UTF8.GetBytes(json)).Span);

    private ReadOnlyMemory<byte> ToEndpoint(string method, ReadOnlyMemory<byte> json) =>
        _bed.View.ToEndpoint(_bed.Caller, _bed.Catalogue.Find("notes")!, method, json);
}
