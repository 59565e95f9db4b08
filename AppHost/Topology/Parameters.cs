using Microsoft.Extensions.Configuration;

namespace McpAspire.AppHost.Topology;

internal static class Parameters
{
    /// <summary>
    /// A secret that is made up at each start unless it is given. It is not kept: nothing depends on it later.
    /// </summary>
    public static IResourceBuilder<ParameterResource> AddGeneratedSecret(
        this IDistributedApplicationBuilder builder, string name) =>
        builder.AddParameter(
            name,
            new GenerateParameterDefault
            {
                MinLength = 24,
                Special = false,
                MinLower = 1,
                MinUpper = 1,
                MinNumeric = 1,
            },
            secret: true);

    /// <summary>A parameter that is empty unless it is given.</summary>
    public static IResourceBuilder<ParameterResource> AddOptionalParameter(
        this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddParameter(name, () => builder.Configuration.Parameter(name), secret: secret);

    public static PublicOrigin AddPublicOrigin(this IDistributedApplicationBuilder builder, string name) => new(
        builder.AddOptionalParameter(name),
        builder.ExecutionContext.IsPublishMode || builder.Configuration.Parameter(name).Length > 0);

    /// <summary>
    /// The value of a parameter. Environment variables cannot hold dashes, so underscores do as well.
    /// </summary>
    public static string Parameter(this IConfiguration configuration, string name) =>
        configuration[$"Parameters:{name}"] is { Length: > 0 } value
            ? value
            : configuration[$"Parameters:{name.Replace('-', '_')}"] ?? "";
}
