using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Where a project lies.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    string ProjectPath { get; }
}
