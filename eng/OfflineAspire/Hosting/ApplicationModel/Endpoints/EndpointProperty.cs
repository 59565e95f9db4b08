namespace Aspire.Hosting.ApplicationModel;

/// <summary>The parts of an endpoint that an expression can name.</summary>
public enum EndpointProperty
{
    Url,
    Host,
    IPV4Host,
    Port,
    Scheme,
    TargetPort,
    HostAndPort,
}
