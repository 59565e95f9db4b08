namespace Aspire.Hosting.ApplicationModel;

/// <summary>Which addresses an endpoint is bound to.</summary>
public enum EndpointBindingMode
{
    SingleAddress,
    DualStackAnyAddresses,
    IPv4AnyAddresses,
    IPv6AnyAddresses,
}
