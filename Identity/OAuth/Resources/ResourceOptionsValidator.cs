using Microsoft.Extensions.Options;

namespace McpAspire.Identity.OAuth.Resources;

internal sealed class ResourceOptionsValidator : IValidateOptions<ResourceOptions>
{
    public ValidateOptionsResult Validate(string? name, ResourceOptions options)
    {
        var errors = new List<string>();
        if (options.Resources.All(string.IsNullOrWhiteSpace))
        {
            errors.Add("Identity:Resources is empty. Name at least one MCP address that tokens open, "
                + "for example Identity:Resources:0 = http://localhost:8080/mcp.");
        }

        for (var index = 0; index < options.Resources.Count; index++)
        {
            if (!string.IsNullOrWhiteSpace(options.Resources[index])
                && ResourceUri.Normalize(options.Resources[index]) is null)
            {
                errors.Add($"Identity:Resources:{index} is '{options.Resources[index]}'. "
                    + "Write an absolute https or http URL without query and fragment.");
            }
        }

        if (!string.IsNullOrWhiteSpace(options.DefaultResource)
            && new KnownResources(options).Resolve(options.DefaultResource) is null)
        {
            errors.Add($"Identity:DefaultResource is '{options.DefaultResource}', which is not under any of "
                + "Identity:Resources. Add its root there, or choose one that is.");
        }

        for (var index = 0; index < options.Scopes.Count; index++)
        {
            // RFC 6749, section 3.3: scope-token.
            if (options.Scopes[index].Any(c => c is < '!' or > '~' or '"' or '\\'))
            {
                errors.Add(
                    $"Identity:Scopes:{index} is '{options.Scopes[index]}'. Use letters, digits and : . _ - only.");
            }
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
