using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using McpAspire.Shared;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace McpAspire.Identity.Tests.Mail;

/// <summary>A real SMTP server, which keeps what it is sent.</summary>
internal sealed class MailServer : MessageStore, IUserAuthenticator, IUserAuthenticatorFactory, IAsyncDisposable
{
    public const string UserName = "identity";
    public const string Password = "the password of the mail account";

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <summary>Encrypts with the certificate, from the beginning or on request; without one it cannot.</summary>
    public MailServer(X509Certificate2? certificate, bool isSecure = false)
    {
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(endpoint =>
        {
            endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port)).IsSecure(isSecure);
            if (certificate is not null)
                endpoint.Certificate(certificate);
        }).Build();
        var services = new ServiceProvider();
        services.Add((IMessageStore)this);
        services.Add((IUserAuthenticatorFactory)this);
        _running = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
    }

    public int Port { get; } = Ports.TakeFree();

    /// <summary>The mails, and whether their connection was encrypted.</summary>
    public ConcurrentQueue<(MimeMessage Mail, bool IsEncrypted)> Received { get; } = new();

    /// <summary>Who signed in, and whether the connection was encrypted then.</summary>
    public ConcurrentQueue<(string User, bool IsEncrypted)> SignedIn { get; } = new();

    public override async Task<SmtpResponse> SaveAsync(
        ISessionContext context,
        IMessageTransaction transaction,
        ReadOnlySequence<byte> buffer,
        CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(buffer.ToArray());
        Received.Enqueue((await MimeMessage.LoadAsync(stream, cancellationToken), context.Pipe.IsSecure));
        return SmtpResponse.Ok;
    }

    public Task<bool> AuthenticateAsync(
        ISessionContext context, string user, string password, CancellationToken cancellationToken)
    {
        SignedIn.Enqueue((user, context.Pipe.IsSecure));
        return Task.FromResult(user == UserName && password == Password);
    }

    public IUserAuthenticator CreateInstance(ISessionContext context) => this;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // That is how it stops.
        }

        _stop.Dispose();
    }
}
