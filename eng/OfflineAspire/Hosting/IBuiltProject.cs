namespace Aspire.Hosting;

/// <summary>
/// Where the build put a project; OfflineAspire.targets writes it into the generated class. The real Aspire asks the
/// SDK instead, which would start a build for every project.
/// </summary>
public interface IBuiltProject
{
    string TargetPath { get; }
}
