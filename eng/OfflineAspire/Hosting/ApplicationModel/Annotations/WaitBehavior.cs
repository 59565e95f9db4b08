namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a wait does when the resource that it waits for ends.</summary>
public enum WaitBehavior
{
    WaitOnResourceUnavailable,
    StopOnResourceUnavailable,
}
