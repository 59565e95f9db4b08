using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Gives the connection string, and its parts one by one.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null,
        bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        var resource = source.Resource;
        var name = connectionName ?? resource.Name;
        return builder.WithEnvironment(context =>
        {
            var variables = context.EnvironmentVariables;
            variables[resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{name}"] = resource;
            var prefix = name.Length == 0 ? "" : $"{EnvironmentName.Encode(name).ToUpperInvariant()}_";
            foreach (var (property, value) in resource.GetConnectionProperties())
                variables[prefix + property.ToUpperInvariant()] = value;
        });
    }

    /// <summary>Gives the addresses of all endpoints.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        builder.ReferenceTo(source.Resource).UseAllEndpoints = true;
        return builder;
    }

    /// <summary>Gives the address of one endpoint.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment
    {
        builder.ReferenceTo(endpointReference.Resource).EndpointNames.Add(endpointReference.EndpointName);
        return builder;
    }

    /// <summary>One annotation for each referenced resource, however many of its endpoints are named.</summary>
    private static EndpointReferenceAnnotation ReferenceTo<T>(
        this IResourceBuilder<T> builder, IResourceWithEndpoints resource)
        where T : IResourceWithEnvironment
    {
        if (builder.Resource.Annotations.OfType<EndpointReferenceAnnotation>()
                .FirstOrDefault(reference => reference.Resource == resource) is { } known)
            return known;

        var annotation = new EndpointReferenceAnnotation(resource);
        builder.WithAnnotation(annotation);
        builder.WithEnvironment(context => AddAddresses(annotation, context.EnvironmentVariables));
        return annotation;
    }

    private static void AddAddresses(EndpointReferenceAnnotation reference, Dictionary<string, object> variables)
    {
        var name = reference.Resource.Name;
        var upper = EnvironmentName.Encode(name).ToUpperInvariant();
        foreach (var endpoint in reference.Resource.GetEndpoints())
        {
            if (!reference.UseAllEndpoints && !reference.EndpointNames.Contains(endpoint.EndpointName))
                continue;
            variables[$"{upper}_{EnvironmentName.Encode(endpoint.EndpointName).ToUpperInvariant()}"] = endpoint;
            variables[$"services__{name}__{endpoint.EndpointName}__0"] = endpoint;
        }
    }
}
