using Aspire.Hosting.ApplicationModel;

namespace McpAspire.OfflineAspire.Running;

internal static class ResourceUrls
{
    /// <summary>The addresses of a resource as its description wants them shown.</summary>
    public static IEnumerable<UrlSnapshot> Of(IResource resource)
    {
        if (resource is not IResourceWithEndpoints owner)
            return [];
        var urls = owner.GetEndpoints()
            .Select(endpoint => new ResourceUrlAnnotation { Url = endpoint.Url, Endpoint = endpoint })
            .ToList();
        foreach (var callback in resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>())
            callback.Callback(new(resource, urls));
        return urls.Select(url => new UrlSnapshot(
            url.DisplayText, url.Url, url.DisplayLocation == UrlDisplayLocation.DetailsOnly));
    }
}
