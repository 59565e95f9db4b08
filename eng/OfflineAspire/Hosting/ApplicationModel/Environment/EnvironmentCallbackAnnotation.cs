namespace Aspire.Hosting.ApplicationModel;

/// <summary>Fills in environment variables when the resource is about to start.</summary>
public class EnvironmentCallbackAnnotation(Func<EnvironmentCallbackContext, Task> callback) : IResourceAnnotation
{
    public Func<EnvironmentCallbackContext, Task> Callback { get; } = callback;
}
