using McpAspire.Identity.OAuth.Resources;
using McpAspire.Identity.Perimeter;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Clients.Configured;

/// <summary>Checks all configured clients, so that every mistake is told at one start.</summary>
internal sealed class ConfiguredClientsValidator(IConfiguration configuration) : IValidateOptions<ConfiguredClients>
{
    private const int MaxIdLength = 2000;

    public ValidateOptionsResult Validate(string? name, ConfiguredClients options)
    {
        var server = configuration.GetSection(ResourceOptions.Section).Get<ResourceOptions>() ?? new ResourceOptions();
        // A wrong origin is told by whoever reads it.
        PublicOrigin.TryParse(configuration["Identity:PublicOrigin"] ?? string.Empty, out var origin, out _);
        var own = new OwnOrigins(origin, server);
        var errors = new List<string>();
        foreach (var (key, client) in options.Clients)
        {
            var at = $"{ConfiguredClients.Section}:Clients:{key}";
            errors.AddRange(IdProblems(at, client.IdOr(key)));
            errors.AddRange(ConfiguredClientRules.ProblemsOf($"{at}:", client, server, own));
        }

        errors.AddRange(options.Clients.GroupBy(client => client.Value.IdOr(client.Key), StringComparer.Ordinal)
            .Where(same => same.Count() > 1)
            .Select(same => $"The client id '{same.Key}' stands at {same.Count()} places of Identity:Clients. "
                + "Give each client an id of its own."));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> IdProblems(string at, string id)
    {
        if (id.Length is 0 or > MaxIdLength || id.Any(c => c is < '!' or > '~'))
            yield return $"{at} is no client id. Use 1 to {MaxIdLength} visible ASCII characters.";
        // RFC 9068, section 5: nobody may take the token of a client for that of a person.
        if (Guid.TryParse(id, out _))
            yield return $"{at} has the form of an account's id. Choose a name, for example 'nightly-job'.";
    }
}
