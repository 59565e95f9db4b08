namespace Aspire.Hosting.ApplicationModel;

/// <summary>Changes the addresses that are shown for a resource.</summary>
public sealed class ResourceUrlsCallbackAnnotation(Action<ResourceUrlsCallbackContext> callback) : IResourceAnnotation
{
    public Action<ResourceUrlsCallbackContext> Callback { get; } = callback;
}
