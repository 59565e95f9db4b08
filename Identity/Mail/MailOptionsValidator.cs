using McpAspire.Identity.Users.Accounts;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Mail;

internal sealed class MailOptionsValidator : IValidateOptions<MailOptions>
{
    private const int MaxPort = 65_535;
    private const int MaxName = 100;
    private static readonly TimeSpan LeastTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostTimeout = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        var errors = new List<string>();
        var hasHost = !string.IsNullOrWhiteSpace(options.Host);
        if (hasHost && !string.IsNullOrWhiteSpace(options.Folder))
            Add("Folder is set, but so is Host. Choose a server or a folder.");
        if (hasHost && Uri.CheckHostName(options.Host) == UriHostNameType.Unknown)
            Add($"Host is '{options.Host}'. Write a host name without port, for example mail.example.org.");
        if (hasHost && string.IsNullOrWhiteSpace(options.From))
            Add("From is missing. Give the address that mails come from.");
        if (!string.IsNullOrWhiteSpace(options.From) && AccountDetails.EmailProblemOf(options.From) is not null)
            Add($"From is '{options.From}'. Write one address, for example id@example.org.");
        if (options.FromName.Length is 0 or > MaxName || options.FromName.Any(char.IsControl))
            Add($"FromName needs 1 to {MaxName} characters, all of which can be shown.");
        if (options.Port is < 1 or > MaxPort)
            Add($"Port is {options.Port}. Choose from 1 to {MaxPort}.");
        if (!Enum.IsDefined(options.Security))
            Add($"Security is {options.Security}. Choose StartTls, Tls or None.");
        if (string.IsNullOrEmpty(options.UserName) != string.IsNullOrEmpty(options.Password))
            Add("UserName and Password belong together. Give both or none.");
        if (options.Security == MailSecurity.None && !string.IsNullOrEmpty(options.Password))
            Add("Password is set, but Security is None, which would show it to the network. Use StartTls or Tls.");
        if (!string.IsNullOrWhiteSpace(options.AuthoritiesFile)
            && PrivateAuthorities.ProblemOf(options.AuthoritiesFile) is { } problem)
        {
            Add($"AuthoritiesFile is '{options.AuthoritiesFile}', {problem}.");
        }

        if (options.Timeout < LeastTimeout || options.Timeout > MostTimeout)
            Add($"Timeout is {options.Timeout}. Choose from {LeastTimeout} to {MostTimeout}.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Add(string text) => errors.Add($"{MailOptions.Section}:{text}");
    }
}
