using MailKit.Security;
using McpAspire.Identity.Mail;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Tests.Mail;

/// <summary>Mail through a real server.</summary>
public sealed class SmtpTransportTests : IDisposable
{
    private static readonly Letter Hello = new("anna@example.org", "Hello", "How are you?\nÄußerst gut.");

    private readonly Authority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("StartTls")]
    [InlineData("Tls")]
    public async Task Mail_and_password_travel_encrypted(string security)
    {
        await using var server = new MailServer(_authority.Issue("localhost"), isSecure: security == "Tls");

        await SendAsync(Settings(server, Enum.Parse<MailSecurity>(security)));

        var (mail, isEncrypted) = Assert.Single(server.Received);
        Assert.True(isEncrypted);
        Assert.Equal((MailServer.UserName, true), Assert.Single(server.SignedIn));
        Assert.Equal("\"McpAspire\" <id@example.org>", mail.From.ToString());
        Assert.Equal("anna@example.org", mail.To.ToString());
        Assert.Equal("Hello", mail.Subject);
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Contains("Äußerst gut.", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_offers_no_encryption_gets_nothing()
    {
        await using var server = new MailServer(certificate: null);

        await Assert.ThrowsAsync<NotSupportedException>(() => SendAsync(Settings(server, MailSecurity.StartTls)));

        Assert.Empty(server.Received);
        Assert.Empty(server.SignedIn);
    }

    [Theory]
    [InlineData("StartTls")]
    [InlineData("Tls")]
    public async Task Server_with_the_certificate_of_a_stranger_gets_nothing(string security)
    {
        using var stranger = new Authority();
        await using var server = new MailServer(stranger.Issue("localhost"), isSecure: security == "Tls");

        await Assert.ThrowsAsync<SslHandshakeException>(
            () => SendAsync(Settings(server, Enum.Parse<MailSecurity>(security))));

        Assert.Empty(server.Received);
        Assert.Empty(server.SignedIn);
    }

    [Fact]
    public async Task Server_with_the_certificate_of_another_host_gets_nothing()
    {
        await using var server = new MailServer(_authority.Issue("mail.example.org"));

        await Assert.ThrowsAsync<SslHandshakeException>(() => SendAsync(Settings(server, MailSecurity.StartTls)));

        Assert.Empty(server.Received);
        Assert.Empty(server.SignedIn);
    }

    [Fact]
    public async Task Private_certificate_is_not_trusted_without_its_authority()
    {
        await using var server = new MailServer(_authority.Issue("localhost"));

        await Assert.ThrowsAsync<SslHandshakeException>(() => SendAsync(
            Settings(server, MailSecurity.StartTls, authorities: null)));

        Assert.Empty(server.Received);
        Assert.Empty(server.SignedIn);
    }

    [Fact]
    public async Task Plain_connection_is_possible_where_it_is_asked_for()
    {
        await using var server = new MailServer(certificate: null);

        await SendAsync(new MailOptions
        {
            Host = "localhost", Port = server.Port, Security = MailSecurity.None, From = "id@example.org",
        });

        Assert.False(Assert.Single(server.Received).IsEncrypted);
    }

    private MailOptions Settings(MailServer server, MailSecurity security) =>
        Settings(server, security, _authority.File);

    private static MailOptions Settings(MailServer server, MailSecurity security, string? authorities) => new()
    {
        Host = "localhost",
        Port = server.Port,
        Security = security,
        UserName = MailServer.UserName,
        Password = MailServer.Password,
        From = "id@example.org",
        AuthoritiesFile = authorities,
    };

    private static Task SendAsync(MailOptions options) =>
        new SmtpTransport(Options.Create(options), TimeProvider.System)
            .SendAsync(Hello, TestContext.Current.CancellationToken);
}
