namespace Aspire.Hosting.ApplicationModel;

/// <summary>The address at which an endpoint is reached in this run.</summary>
public class AllocatedEndpoint(
    EndpointAnnotation endpoint,
    string address,
    int port,
    EndpointBindingMode bindingMode,
    string? targetPortExpression = null)
{
    public EndpointAnnotation Endpoint { get; } = endpoint;

    public string Address { get; } = address;

    public int Port { get; } = port;

    public EndpointBindingMode BindingMode { get; } = bindingMode;

    public string? TargetPortExpression { get; } = targetPortExpression;

    public string UriScheme => Endpoint.UriScheme;

    public string EndPointString => $"{Address}:{Port}";

    public string UriString => $"{UriScheme}://{EndPointString}";
}
