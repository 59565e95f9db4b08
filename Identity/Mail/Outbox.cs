using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Mail;

/// <summary>
/// Mails on their way out. A request puts one in and goes on, so nobody can tell by the time whether there was one.
/// </summary>
internal sealed partial class Outbox(IOptions<MailOptions> options, ILogger<Outbox> logger)
{
    private const int Capacity = 1000;

    private readonly Channel<Func<IServiceProvider, Task<Letter?>>> _letters =
        Channel.CreateBounded<Func<IServiceProvider, Task<Letter?>>>(
            new BoundedChannelOptions(Capacity) { SingleReader = true });

    public bool IsOpen => options.Value.IsOn;

    public ChannelReader<Func<IServiceProvider, Task<Letter?>>> Letters => _letters.Reader;

    public void Put(Letter letter) => Put(_ => Task.FromResult<Letter?>(letter));

    /// <summary>A mail that is written when its turn comes, or turns out to be none.</summary>
    public void Put(Func<IServiceProvider, Task<Letter?>> write)
    {
        if (IsOpen && !_letters.Writer.TryWrite(write))
            LogFull();
    }

    [LoggerMessage(LogLevel.Error, "A mail was dropped: too many wait to be sent")]
    private partial void LogFull();
}
