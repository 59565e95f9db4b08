using McpAspire.Backends.Tests.Everything.Hosting;
using ModelContextProtocol;

namespace McpAspire.Backends.Tests.Everything.Notes;

public sealed class NoteResourcesTests(EverythingServerFixture server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(BothEras))]
    public async Task ListTemplates_NamesTheTemplateOfNotes(Era era)
    {
        await using var client = await server.ConnectAsync(era);

        var templates = await client.ListResourceTemplatesAsync(cancellationToken: Stop);

        Assert.Contains(templates, template => template.UriTemplate == "everything://notes/{name}");
    }

    [Theory]
    [InlineData(Era.Legacy, McpErrorCode.ResourceNotFound)]
    [InlineData(Era.Modern, McpErrorCode.InvalidParams)]
    public async Task Read_UnknownNote_IsTheErrorOfItsEra(Era era, McpErrorCode code)
    {
        await using var client = await server.ConnectAsync(era);

        var error = await Assert.ThrowsAsync<McpProtocolException>(() => client.ReadResourceAsync(
            "everything://notes/no-such-note", cancellationToken: Stop).AsTask());

        Assert.Equal(code, error.ErrorCode);
    }
}
