using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace McpAspire.OfflineAspire.Running;

internal static class ProjectCommand
{
    public static ChildCommand Create(ProjectResource project)
    {
        var metadata = project.Annotations.OfType<IProjectMetadata>().Last();
        var assembly = (metadata as IBuiltProject)?.TargetPath;
        if (assembly is null || !File.Exists(assembly))
        {
            throw new DistributedApplicationException(
                $"'{project.Name}' is not built ({assembly ?? metadata.ProjectPath} is missing): build the AppHost.");
        }

        return new(DotnetHost.Path, [assembly], Path.GetDirectoryName(metadata.ProjectPath)!);
    }
}
