using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>One part of an endpoint.</summary>
public class EndpointReferenceExpression(EndpointReference endpointReference, EndpointProperty property)
    : IValueProvider, IManifestExpressionProvider
{
    public EndpointReference Endpoint { get; } = endpointReference;

    public EndpointProperty Property { get; } = property;

    public string ValueExpression =>
        $"{{{Endpoint.Resource.Name}.bindings.{Endpoint.EndpointName}.{Property.ToString().ToLowerInvariant()}}}";

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(Property switch
    {
        EndpointProperty.Url => Endpoint.Url,
        EndpointProperty.Host => Endpoint.Host,
        EndpointProperty.IPV4Host => "127.0.0.1",
        EndpointProperty.Port => Text(Endpoint.Port),
        EndpointProperty.Scheme => Endpoint.Scheme,
        EndpointProperty.TargetPort when Endpoint.TargetPort is { } port => Text(port),
        EndpointProperty.TargetPort => Endpoint.Allocated.TargetPortExpression,
        EndpointProperty.HostAndPort => Endpoint.Allocated.EndPointString,
        _ => throw new NotSupportedException($"OfflineAspire does not know the endpoint property {Property}."),
    });

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
