namespace Aspire.Hosting.ApplicationModel;

/// <summary>The addresses that are shown for a resource.</summary>
public class ResourceUrlsCallbackContext(IResource resource, List<ResourceUrlAnnotation> urls)
{
    public IResource Resource { get; } = resource;

    public List<ResourceUrlAnnotation> Urls { get; } = urls;
}
