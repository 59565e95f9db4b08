using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Clients;

/// <summary>What dynamic registration (RFC 7591) allows to strangers.</summary>
internal sealed class RegistrationOptions
{
    public const string Section = "Identity:Registration";
    private const int LeastTokenLength = 32;

    private static readonly TimeSpan LeastUnusedAge = TimeSpan.FromHours(1);
    private static readonly TimeSpan MostUnusedAge = TimeSpan.FromDays(365);

    /// <summary>Clients in the database, beyond which none can register. Default 1000; with 0 nobody can.</summary>
    public int MaxClients { get; init; } = 1000;

    /// <summary>Registrations an hour from one address. Default 20.</summary>
    public int MaxPerAddress { get; init; } = 20;

    /// <summary>
    /// A client that nobody uses is deleted this long after it registered. Default 7 days, from 1 hour to 1 year.
    /// </summary>
    public TimeSpan UnusedAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// What one needs to know for registering a client (RFC 7591, section 3), of at least 32 characters. Default:
    /// nothing, since MCP clients cannot know it.
    /// </summary>
    public string? InitialAccessToken { get; init; }

    /// <summary>
    /// Private-use schemes of desktop applications that do not follow RFC 8252, section 7.1, which asks for a reversed
    /// domain name, such as com.example.app; those are always accepted.
    /// </summary>
    public IReadOnlyList<string> Schemes { get; init; } =
        ["cursor", "vscode", "vscode-insiders", "windsurf", "zed", "claude", "goose"];

    internal sealed class Validator : IValidateOptions<RegistrationOptions>
    {
        public ValidateOptionsResult Validate(string? name, RegistrationOptions options)
        {
            var errors = new List<string>();
            if (options.MaxClients < 0)
                errors.Add($"{Section}:MaxClients is {options.MaxClients}. Choose 0 (nobody registers) or more.");
            if (options.MaxPerAddress < 1)
                errors.Add($"{Section}:MaxPerAddress is {options.MaxPerAddress}. Choose 1 or more.");
            if (options.UnusedAge < LeastUnusedAge || options.UnusedAge > MostUnusedAge)
            {
                errors.Add(
                    $"{Section}:UnusedAge is {options.UnusedAge}. Choose from {LeastUnusedAge} to {MostUnusedAge}.");
            }

            // The value is a secret, so it is not repeated.
            if (options.InitialAccessToken is { Length: > 0 and < LeastTokenLength })
            {
                errors.Add($"{Section}:InitialAccessToken has less than {LeastTokenLength} characters. "
                    + "Make one with: openssl rand -base64 33");
            }

            errors.AddRange(options.Schemes
                .Where(scheme => !Uri.CheckSchemeName(scheme) || RedirectUris.IsDangerous(scheme))
                .Select(scheme => $"{Section}:Schemes holds '{scheme}'. Name the private scheme of an application."));
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
