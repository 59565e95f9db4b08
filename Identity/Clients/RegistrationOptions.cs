using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Clients;

/// <summary>What dynamic registration (RFC 7591) allows to strangers.</summary>
internal sealed class RegistrationOptions
{
    public const string Section = "Identity:Registration";

    /// <summary>Clients in the database, beyond which none can register. Default 1000.</summary>
    public int MaxClients { get; init; } = 1000;

    /// <summary>Registrations an hour from one address. Default 20.</summary>
    public int MaxPerAddress { get; init; } = 20;

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
            errors.AddRange(options.Schemes
                .Where(scheme => !Uri.CheckSchemeName(scheme) || RedirectUris.IsDangerous(scheme))
                .Select(scheme => $"{Section}:Schemes holds '{scheme}'. Name the private scheme of an application."));
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
