namespace Aspire.Hosting.ApplicationModel;

/// <summary>A container. OfflineAspire lists it and does not start it.</summary>
public class ContainerResource(string name, string? entrypoint = null)
    : Resource(name),
        IResourceWithEnvironment,
        IResourceWithArgs,
        IResourceWithEndpoints,
        IResourceWithWaitSupport,
        IComputeResource
{
    public string? Entrypoint { get; set; } = entrypoint;
}
