using McpAspire.Identity.Outbound;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Clients.Documents;

/// <summary>Checks all of <see cref="DocumentOptions"/>, so that every mistake is told at one start.</summary>
internal sealed class DocumentOptionsValidator : IValidateOptions<DocumentOptions>
{
    private const string At = DocumentOptions.Section;
    private const int LeastBytes = 512;
    private const int MostBytes = 65536;
    private const int MostPort = 65535;

    public ValidateOptionsResult Validate(string? name, DocumentOptions options)
    {
        var errors = new List<string>();
        errors.AddRange(options.AllowedDomains.Where(domain => !AllowedDomains.IsValid(domain))
            .Select(domain => $"{At}:AllowedDomains holds '{domain}'. "
                + "Write a host name, as 'claude.ai', or '*.example.com' for all hosts below it."));
        errors.AddRange(options.Ports.Where(port => port is < 1 or > MostPort)
            .Select(port => $"{At}:Ports holds {port}. Choose from 1 to {MostPort}."));
        if (!string.IsNullOrWhiteSpace(options.TrustedAuthorities)
            && TrustedAuthorities.ProblemOf(options.TrustedAuthorities) is { } problem)
        {
            errors.Add($"{At}:TrustedAuthorities is '{options.TrustedAuthorities}', {problem}. "
                + "Name a PEM file with the certificates of the authorities.");
        }

        Check(nameof(options.MaxBytes), options.MaxBytes, LeastBytes, MostBytes);
        Check(nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30));
        Check(nameof(options.MaximumLifetime), options.MaximumLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7));
        Check(nameof(options.MinimumLifetime), options.MinimumLifetime, TimeSpan.FromMinutes(1),
            options.MaximumLifetime);
        Check(nameof(options.RetryAfter), options.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Check(nameof(options.Grace), options.Grace, TimeSpan.Zero, TimeSpan.FromDays(90));
        Check(nameof(options.MaxClients), options.MaxClients, 0, int.MaxValue);
        Check(nameof(options.MaxPerAddress), options.MaxPerAddress, 1, int.MaxValue);
        Check(nameof(options.MaxInTotal), options.MaxInTotal, 1, int.MaxValue);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check<T>(string key, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
                errors.Add($"{At}:{key} is {value}. Choose from {least} to {most}.");
        }
    }
}
