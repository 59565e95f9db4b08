namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that can wait for another one.</summary>
public interface IResourceWithWaitSupport : IResource;
