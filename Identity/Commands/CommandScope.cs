using System.CommandLine;

namespace McpAspire.Identity.Commands;

/// <summary>What a command works with.</summary>
internal sealed record CommandScope(
    IServiceProvider Services,
    ParseResult Parsed,
    Terminal Terminal,
    PasswordInput Passwords,
    CancellationToken Cancellation)
{
    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public T Value<T>(Argument<T> argument) => Parsed.GetRequiredValue(argument);

    public T? Value<T>(Option<T> option) => Parsed.GetValue(option);
}
