using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Storage;

internal sealed class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        var errors = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Identity))
        {
            errors.Add("ConnectionStrings:identity is missing. Set it to 'Data Source=/path/identity.db' for SQLite or "
                + "to 'Host=…;Database=…;Username=…;Password=…' for PostgreSQL.");
        }
        else if (options.Provider is null)
        {
            // The value may hold a password, so it is not repeated.
            errors.Add("ConnectionStrings:identity names neither a 'Data Source' (SQLite) nor a 'Host' (PostgreSQL).");
        }

        if (string.IsNullOrWhiteSpace(options.Redis))
        {
            errors.Add("ConnectionStrings:redis is missing. Set it to the address of Redis, "
                + "for example localhost:6379,password=….");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
