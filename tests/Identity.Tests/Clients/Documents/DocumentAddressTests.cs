using McpAspire.Identity.Clients.Documents;

namespace McpAspire.Identity.Tests.Clients.Documents;

/// <summary>One document is one client: an address has one spelling, and leads to one host.</summary>
public sealed class DocumentAddressTests
{
    [Theory]
    [InlineData("https://claude.ai/oauth/claude-code-client-metadata")]
    [InlineData("https://vscode.dev/oauth/client-metadata.json")]
    [InlineData("https://app.example:8443/client.json")]
    [InlineData("https://app.example/client.json?version=2")]
    [InlineData("https://app.example/.well-known/client")]
    [InlineData("https://app.example/a..b/c")]
    [InlineData("https://xn--bcher-kva.example/client")]
    public void Address_of_a_document_is_accepted(string clientId) =>
        Assert.True(DocumentAddress.TryRead(clientId, out _, out var problem), problem);

    [Theory]
    [InlineData("https://app.example")]
    [InlineData("https://app.example/")]
    [InlineData("https://app.example?client")]
    [InlineData("https://app.example/client#a")]
    [InlineData("https://app.example/client#")]
    [InlineData("https://user@app.example/client")]
    [InlineData("https://user:password@app.example/client")]
    [InlineData("https://@app.example/client")]
    [InlineData("https://app.example@evil.example/client")]
    [InlineData("https://app.example/a/../client")]
    [InlineData("https://app.example/a/./client")]
    [InlineData("https://app.example/..")]
    [InlineData("https://app.example/%2e%2e/client")]
    [InlineData("https://app.example/a/%2E./client")]
    [InlineData("https://app.example:443/client")]
    [InlineData("https://APP.example/client")]
    [InlineData("HTTPS://app.example/client")]
    [InlineData("https://app.example./client")]
    [InlineData("https://app.example/%63lient")]
    [InlineData("https://app.example\\client")]
    [InlineData("https://app.example/a b")]
    [InlineData("https://app.example/a\nb")]
    [InlineData("https://app.example/ü")]
    [InlineData("https://bücher.example/client")]
    [InlineData("https://①27.0.0.1/client")]
    [InlineData("https://127.0.0.1/client")]
    [InlineData("https://2130706433/client")]
    [InlineData("https://0x7f.1/client")]
    [InlineData("https://0177.0.0.1/client")]
    [InlineData("https://[::1]/client")]
    [InlineData("https://[::ffff:169.254.169.254]/client")]
    [InlineData("https:///client")]
    [InlineData("https://:8443/client")]
    [InlineData("https://")]
    public void Anything_else_is_refused_with_a_reason(string clientId)
    {
        Assert.True(DocumentAddress.IsMeant(clientId));
        Assert.False(DocumentAddress.TryRead(clientId, out _, out var problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Address_that_is_too_long_is_refused()
    {
        var address = "https://app.example/".PadRight(DocumentAddress.MaxLength, 'a');

        Assert.True(DocumentAddress.TryRead(address, out _, out _));
        Assert.False(DocumentAddress.TryRead(address + "a", out _, out _));
    }

    [Theory]
    [InlineData("http://app.example/client")]
    [InlineData("app.example/client")]
    [InlineData("client-1")]
    [InlineData(" https://app.example/client")]
    [InlineData("")]
    [InlineData(null)]
    public void Other_ids_are_not_meant_as_addresses(string? clientId) =>
        Assert.False(DocumentAddress.IsMeant(clientId));
}
