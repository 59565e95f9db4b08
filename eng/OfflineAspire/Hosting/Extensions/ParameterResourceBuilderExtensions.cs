using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds what the operator may set.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>A parameter whose value is asked of <paramref name="valueGetter"/>, once.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder,
        string name,
        Func<string> valueGetter,
        bool publishValueAsDefault = false,
        bool secret = false) =>
        builder.AddResource(new ParameterResource(name, _ => valueGetter(), secret));

    /// <summary>
    /// A parameter that need not be set. Nothing is kept between starts, hence nothing can be persisted.
    /// </summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder,
        string name,
        ParameterDefault value,
        bool secret = false,
        bool persist = false) =>
        persist
            ? throw new NotSupportedException($"OfflineAspire does not persist the parameter '{name}'.")
            : builder.AddResource(new ParameterResource(
                name, unset => Configured(builder, name) ?? unset!.GetDefaultValue(), secret) { Default = value });

    /// <summary>Environment variables cannot hold dashes, so underscores do as well.</summary>
    private static string? Configured(IDistributedApplicationBuilder builder, string name) =>
        builder.Configuration[$"Parameters:{name}"] is { Length: > 0 } value
            ? value
            : builder.Configuration[$"Parameters:{name.Replace('-', '_')}"];
}
