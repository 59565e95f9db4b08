namespace Aspire.Hosting;

/// <summary>What is done with the application.</summary>
public enum DistributedApplicationOperation
{
    Run,
    Publish,
}
