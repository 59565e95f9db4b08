using McpAspire.Backends.Tests.Everything.Hosting;
using ModelContextProtocol.Protocol;

namespace McpAspire.Backends.Tests.Everything.Notes;

public sealed class NoteToolsTests(EverythingServerFixture server)
{
    [Theory, ClassData(typeof(BothEras))]
    public async Task WriteNote_NewName_AnswersALinkThatCanBeRead(Era era)
    {
        await using var client = await server.ConnectAsync(era);
        var name = NoteNames.New();

        var result = await client.CallAsync("write_note", ("name", name), ("text", "Buy milk."));

        var link = Assert.IsType<ResourceLinkBlock>(Assert.Single(result.Content));
        var note = await client.ReadResourceAsync(link.Uri, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("Buy milk.", Assert.IsType<TextResourceContents>(Assert.Single(note.Contents)).Text);
    }

    [Theory, ClassData(typeof(BothEras))]
    public async Task AttachNote_Existing_AnswersItAsAnEmbeddedResource(Era era)
    {
        await using var client = await server.ConnectAsync(era);
        var name = NoteNames.New();
        await client.CallAsync("write_note", ("name", name), ("text", "Call Ada."));

        var result = await client.CallAsync("attach_note", ("name", name));

        var resource = Assert.IsType<EmbeddedResourceBlock>(Assert.Single(result.Content)).Resource;
        Assert.Equal($"everything://notes/{name}", resource.Uri);
        Assert.Equal("Call Ada.", Assert.IsType<TextResourceContents>(resource).Text);
    }

    [Theory, ClassData(typeof(BothEras))]
    public async Task DeleteNote_Existing_TakesItOffTheList(Era era)
    {
        await using var client = await server.ConnectAsync(era);
        var name = NoteNames.New();
        await client.CallAsync("write_note", ("name", name), ("text", "Gone soon."));
        Assert.Contains(name, await ListedAsync());

        await client.TextAsync("delete_note", ("name", name));

        Assert.DoesNotContain(name, await ListedAsync());
        Assert.Contains(name, await client.ErrorAsync("attach_note", ("name", name)), StringComparison.Ordinal);

        async Task<IEnumerable<string>> ListedAsync() =>
            (await client.ListResourcesAsync(cancellationToken: TestContext.Current.CancellationToken))
            .Select(resource => resource.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("dots..")]
    [InlineData("trailing\n")]
    [InlineData("123456789012345678901234567890123")]
    public async Task WriteNote_NameNotAllowed_SaysWhatIs(string name)
    {
        await using var client = await server.ConnectAsync(Era.Modern);

        var error = await client.ErrorAsync("write_note", ("name", name), ("text", "x"));

        Assert.Contains("1 to 32 characters", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteNote_TooLong_IsAnErrorAndNothingIsWritten()
    {
        await using var client = await server.ConnectAsync(Era.Modern);
        var name = NoteNames.New();

        await client.ErrorAsync("write_note", ("name", name), ("text", new string('x', 4097)));

        Assert.Contains(name, await client.ErrorAsync("attach_note", ("name", name)), StringComparison.Ordinal);
    }
}
