using McpAspire.Backends.Tests.Everything.Hosting;
using ModelContextProtocol.Protocol;

namespace McpAspire.Backends.Tests.Everything.Resources;

public sealed class AboutResourcesTests(EverythingServerFixture server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(BothEras))]
    public async Task Read_About_AnswersText(Era era)
    {
        await using var client = await server.ConnectAsync(era);

        var result = await client.ReadResourceAsync("everything://about", cancellationToken: Stop);

        var text = Assert.IsType<TextResourceContents>(Assert.Single(result.Contents));
        Assert.Equal("text/markdown", text.MimeType);
        Assert.StartsWith("# Everything", text.Text, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(BothEras))]
    public async Task Read_Logo_AnswersBinary(Era era)
    {
        await using var client = await server.ConnectAsync(era);

        var result = await client.ReadResourceAsync("everything://logo", cancellationToken: Stop);

        var picture = Assert.IsType<BlobResourceContents>(Assert.Single(result.Contents));
        Assert.Equal("image/png", picture.MimeType);
        Assert.Equal("PNG"u8.ToArray(), picture.DecodedData[1..4].ToArray());
    }

    [Theory, ClassData(typeof(BothEras))]
    public async Task List_NamesDirectResourcesAndNoTemplates(Era era)
    {
        await using var client = await server.ConnectAsync(era);

        var uris = (await client.ListResourcesAsync(cancellationToken: Stop)).Select(resource => resource.Uri).ToList();

        Assert.Contains("everything://about", uris);
        Assert.Contains("everything://logo", uris);
        Assert.DoesNotContain(uris, uri => uri.Contains('{', StringComparison.Ordinal));
    }
}
