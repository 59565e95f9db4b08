using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using McpAspire.Gateway.Bridge.Modern;
using McpAspire.Gateway.Federation.Results.Streaming;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Tests.Federation.Hosting;

namespace McpAspire.Gateway.Tests.Federation.Results.Streaming;

/// <summary>A result that comes in pieces becomes the same as one that is there as a whole.</summary>
public sealed class ResultRewriterProperties : IDisposable
{
    private static readonly Gen<string> Names = Gen.OneOfConst(
        "content", "type", "uri", "resource", "_meta", "ui", "resourceUri", "ui/resourceUri", "taskId", "task",
        "contents", "messages", "structuredContent", "io.modelcontextprotocol/related-task", "text", "result",
        "ttlMs", "cacheScope", "isError", "\\u0075ri", "t\\u0079pe", "c\\u006fntent", "a\\\"b");

    private static readonly Gen<string> Texts = Gen.OneOfConst(
        "resource_link", "resource\\u005flink", "text", "memo:x", "memo:\\u00e9\\\"\\\\", "ui://a/b", "no scheme", "",
        "complete", "{[:,\\\"]}", "längere Wörter 漢字");

    private static readonly Gen<string> Scalars = Gen.OneOf(
        Texts.Select(text => $"\"{text}\""), Gen.OneOfConst("1", "-2.5e3", "1e12", "-0", "true", "null", " 7 ", "\n[]", "{ }"));

    private readonly FederationBed _bed = new("notes");

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData("tools/call")]
    [InlineData("prompts/get")]
    [InlineData("resources/read")]
    public void Pieces_BecomeWhatTheWholeBecomes(string method) => Gen
        .Select(Object(6), Gen.Bool, Gen.Int[1, 9].Array[1, 40])
        .Sample(
            (result, isTypeFirst, cuts) =>
            {
                var text = isTypeFirst && result != "{}" ? "{\"resultType\":\"complete\"," + result[1..] : result;
                Assert.Equal(Whole(method, text).ToJsonString(), Pieces(method, text, cuts).ToJsonString());
            },
            iter: 3_000);

    [Theory]
    [InlineData("""{"content":[],"inputRequests":{}}""")]
    [InlineData("""{"content":[],"requestState":"s"}""")]
    [InlineData("""{"content":[],"resultType":"input_required"}""")]
    [InlineData("""{"resultType":"input\u005frequired"}""")]
    [InlineData("""[]""")]
    [InlineData("7")]
    public void AQuestion_IsNeverPassedOnInPieces(string result)
    {
        using var rewriter = Rewriter("tools/call");

        Assert.False(rewriter.Feed(Message(result)) && rewriter.IsDone);
    }

    [Fact]
    public void AUriThatWaitsForItsType_DoesNotWaitForEver()
    {
        using var rewriter = Rewriter("tools/call");
        Assert.True(rewriter.Feed(Message("""{"content":[{"uri":"memo:x","text":" """)[..^6]));

        Assert.False(Enumerable.Repeat(new byte[1024], 100).All(piece =>
        {
            piece.AsSpan().Fill((byte)'x');
            return rewriter.Feed(piece);
        }));
    }

    [Fact]
    public void WhatIsKept_DoesNotGrowWithTheResult()
    {
        using var rewriter = Rewriter("tools/call");
        rewriter.Feed("""{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":" """u8);
        var piece = new byte[64 * 1024];
        piece.AsSpan().Fill((byte)'x');
        var length = 0L;
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
        {
            Assert.True(rewriter.Feed(piece));
            length += rewriter.Output.Length;
            rewriter.Output.Clear();
        }

        Assert.True(length >= 1000 * piece.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 512 * 1024);
    }

    /// <summary>An object whose members have different names, as strict JSON demands.</summary>
    private static Gen<string> Object(int depth) => Gen
        .Select(Names, Value(depth - 1), Gen.OneOfConst(":", " : "), (name, value, colon) => (name, $"\"{name}\"{colon}{value}"))
        .Array[0, 5]
        .Select(members => "{" + string.Join(',', members.DistinctBy(it => Unescaped(it.name)).Select(it => it.Item2)) + "}");

    private static Gen<string> Value(int depth) => depth <= 0
        ? Scalars
        : Gen.Frequency(
            (2, Scalars),
            (3, Object(depth)),
            (2, Value(depth - 1).Array[0, 3].Select(values => $"[{string.Join(" , ", values)}]")));

    private static string Unescaped(string name) => (string)JsonNode.Parse($"\"{name}\"")!;

    private static byte[] Message(string result) =>
        Encoding.UTF8.GetBytes($$$"""{"jsonrpc":"2.0","id":1,"result":{{{result}}},"x":{"result":{"content":1} } }""");

    private ResultRewriter Rewriter(string method) => new(
        new LargeResultRules(method), _bed.View.ChangesFor(_bed.Caller, _bed.Catalogue.Find("notes")!));

    private JsonNode Whole(string method, string result)
    {
        ReadOnlyMemory<byte> json = Encoding.UTF8.GetBytes(result);
        Assert.True(JsonRpcReader.TryRead(Message(result), out _, out var fault), fault?.Message);
        json = _bed.View.ToEndpoint(_bed.Caller, _bed.Catalogue.Find("notes")!, method, json);
        return Sorted(new ModernResult(method, json.Span, isLegacy: false).Complete(json, default).Span);
    }

    private JsonNode Pieces(string method, string result, int[] cuts)
    {
        using var rewriter = Rewriter(method);
        ReadOnlySpan<byte> message = Message(result);
        for (var i = 0; !message.IsEmpty; i++)
        {
            var piece = message[..Math.Min(cuts[i % cuts.Length], message.Length)];
            Assert.True(rewriter.Feed(piece), result);
            message = message[piece.Length..];
        }

        Assert.True(rewriter.IsDone, result);
        return Sorted(rewriter.Output.Bytes.Span);
    }

    /// <summary>
    /// The outermost members in one order: that is all in which the two may differ, but for metadata that are none.
    /// </summary>
    private static JsonNode Sorted(ReadOnlySpan<byte> json) => new JsonObject(
        JsonNode.Parse(json)!.AsObject().Where(it => it.Key != "_meta" || it.Value is JsonObject).OrderBy(it => it.Key, StringComparer.Ordinal)
            .Select(it => KeyValuePair.Create(it.Key, it.Value?.DeepClone())));
}
