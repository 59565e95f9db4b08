namespace Aspire.Hosting.ApplicationModel;

/// <summary>An address that is shown for a resource.</summary>
public sealed class ResourceUrlAnnotation : IResourceAnnotation
{
    public required string Url { get; set; }

    public string? DisplayText { get; set; }

    public UrlDisplayLocation DisplayLocation { get; set; }

    public EndpointReference? Endpoint { get; init; }
}
