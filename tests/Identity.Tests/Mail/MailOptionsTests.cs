using McpAspire.Identity.Mail;

namespace McpAspire.Identity.Tests.Mail;

/// <summary>Which settings of mail are taken.</summary>
public sealed class MailOptionsTests
{
    private static readonly MailOptions Good = new() { Host = "mail.example.org", From = "id@example.org" };

    [Fact]
    public void Validate_usual_settings_succeeds()
    {
        Assert.True(Validate(Good).Succeeded);
        Assert.True(Validate(new MailOptions()).Succeeded);
        Assert.True(Validate(new MailOptions { Folder = "/tmp/mails" }).Succeeded);
        Assert.False(new MailOptions().IsOn);
    }

    [Theory]
    [InlineData("Host", "smtp://mail.example.org")]
    [InlineData("Host", "mail.example.org:587")]
    [InlineData("From", null)]
    [InlineData("From", "nobody")]
    [InlineData("From", "a@example.org, b@example.org")]
    [InlineData("From", "a@example.org\r\nBcc: b@example.org")]
    [InlineData("Folder", "/tmp/mails")]
    [InlineData("UserName", "anna")]
    [InlineData("Password", "secret")]
    [InlineData("AuthoritiesFile", "/no/such/file.pem")]
    [InlineData("FromName", "two\nlines")]
    public void Validate_wrong_value_tells_its_key(string key, string? value) => AssertRefused(
        new MailOptions
        {
            Host = key == "Host" ? value : Good.Host,
            From = key == "From" ? value : Good.From,
            Folder = key == "Folder" ? value : null,
            UserName = key == "UserName" ? value : null,
            Password = key == "Password" ? value : null,
            AuthoritiesFile = key == "AuthoritiesFile" ? value : null,
            FromName = key == "FromName" ? value! : "McpAspire",
        },
        key);

    [Fact]
    public void Validate_password_on_a_plain_connection_is_refused() => AssertRefused(
        new MailOptions
        {
            Host = Good.Host, From = Good.From, Security = MailSecurity.None, UserName = "anna", Password = "secret",
        },
        "Password");

    private static void AssertRefused(MailOptions options, string key)
    {
        var failure = Assert.Single(Validate(options).Failures!);
        Assert.StartsWith("Identity:Mail:", failure, StringComparison.Ordinal);
        Assert.Contains(key, failure, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure, StringComparison.Ordinal);
    }

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(MailOptions options) =>
        new MailOptionsValidator().Validate(null, options);
}
