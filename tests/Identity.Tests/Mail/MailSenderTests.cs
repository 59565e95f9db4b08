using MailKit.Net.Smtp;
using McpAspire.Identity.Mail;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace McpAspire.Identity.Tests.Mail;

/// <summary>Mails on their way out.</summary>
public sealed class MailSenderTests
{
    private static readonly Letter Hello = new("anna@example.org", "Hello", "How are you?");

    [Fact]
    public async Task Mail_is_sent_again_when_the_server_was_away()
    {
        var transport = new FailingTransport(failures: 2);
        var clock = new FakeTimeProvider();
        await RunAsync(transport, clock, async outbox =>
        {
            outbox.Put(Hello);
            await Eventually.HoldsAsync(
                () =>
                {
                    clock.Advance(TimeSpan.FromSeconds(1));
                    return transport.Sent.Count == 1;
                },
                "the mail is sent");
        });

        Assert.Equal(3, transport.Attempts);
        Assert.Equal(Hello, Assert.Single(transport.Sent));
    }

    [Fact]
    public async Task Mail_that_is_refused_for_good_is_not_sent_again_and_its_address_is_in_no_log()
    {
        using var logs = new LogRecorder();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        var transport = new FailingTransport(failures: 1, () => new SmtpCommandException(
            SmtpErrorCode.RecipientNotAccepted, SmtpStatusCode.MailboxUnavailable, $"<{Hello.To}>: unknown"));
        await RunAsync(
            transport,
            new FakeTimeProvider(),
            async outbox =>
            {
                outbox.Put(Hello with { To = "refused@example.org" });
                outbox.Put(Hello);
                await Eventually.HoldsAsync(() => transport.Sent.Count == 1, "the next mail is sent");
            },
            factory.CreateLogger<MailSender>());

        Assert.Equal(Hello, Assert.Single(transport.Sent));
        Assert.Equal(2, transport.Attempts);
        Assert.Contains(logs.Lines, line => line.Contains("refused with 550", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Lines, line => line.Contains(Hello.To, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mail_that_cannot_be_written_holds_no_other_up()
    {
        var transport = new FailingTransport(failures: 0);
        await RunAsync(transport, new FakeTimeProvider(), async outbox =>
        {
            outbox.Put(_ => throw new InvalidOperationException("no database"));
            outbox.Put(_ => Task.FromResult<Letter?>(null));
            outbox.Put(Hello);
            await Eventually.HoldsAsync(() => transport.Sent.Count == 1, "the mail is sent");
        });
    }

    [Fact]
    public async Task File_of_a_mail_is_for_its_owner_alone()
    {
        using var folder = new MailFolder();
        var transport = new FolderTransport(
            Options.Create(new MailOptions { Folder = Path.Combine(folder.Path, "new") }), TimeProvider.System);

        await transport.SendAsync(Hello, TestContext.Current.CancellationToken);

        var file = Assert.Single(Directory.GetFiles(Path.Combine(folder.Path, "new")));
        Assert.EndsWith(".eml", file, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    private static async Task RunAsync(
        IMailTransport transport, TimeProvider clock, Func<Outbox, Task> work, ILogger<MailSender>? logger = null)
    {
        var options = Options.Create(new MailOptions { Folder = "unused" });
        var outbox = new Outbox(options, NullLogger<Outbox>.Instance);
        await using var services = new ServiceCollection().BuildServiceProvider();
        using var sender = new MailSender(
            outbox, transport, services.GetRequiredService<IServiceScopeFactory>(), clock,
            logger ?? NullLogger<MailSender>.Instance);
        await sender.StartAsync(TestContext.Current.CancellationToken);
        await work(outbox);
        await sender.StopAsync(TestContext.Current.CancellationToken);
    }

    private sealed class FailingTransport(int failures, Func<Exception>? failure = null) : IMailTransport
    {
        public int Attempts { get; private set; }

        public List<Letter> Sent { get; } = [];

        public Task SendAsync(Letter letter, CancellationToken cancellationToken)
        {
            if (++Attempts <= failures)
                throw failure?.Invoke() ?? new IOException("The server is away.");

            Sent.Add(letter);
            return Task.CompletedTask;
        }
    }
}
