using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds the projects of the solution.</summary>
public static class ProjectResourceBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddProject<TProject>(name, launchProfileName: null);

    /// <summary>Launch profiles are for starting a project alone; here they are not read.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name, string? launchProfileName)
        where TProject : IProjectMetadata, new() =>
        builder.AddResource(new ProjectResource(name))
            .WithAnnotation((IProjectMetadata)new TProject())
            .WithTelemetry()
            .WithConsole()
            .WithUrls();

    /// <summary>Forwarded headers are trusted by default in published applications only.</summary>
    public static IResourceBuilder<ProjectResource> DisableForwardedHeaders(
        this IResourceBuilder<ProjectResource> builder) => builder;

    /// <summary>
    /// Tells ASP.NET Core what to listen on; an endpoint with a variable of its own is not its business.
    /// </summary>
    private static IResourceBuilder<ProjectResource> WithUrls(this IResourceBuilder<ProjectResource> project) =>
        project.WithEnvironment(async context =>
        {
            var urls = new List<string>();
            foreach (var endpoint in project.Resource.GetEndpoints())
            {
                var annotation = endpoint.EndpointAnnotation;
                if (annotation.UriScheme is not ("http" or "https")
                    || annotation.TargetPortEnvironmentVariable is not null)
                    continue;
                var port = await endpoint.Property(EndpointProperty.TargetPort)
                    .GetValueAsync(context.CancellationToken);
                urls.Add($"{annotation.UriScheme}://{annotation.TargetHost}:{port}");
            }

            if (urls.Count > 0)
                context.EnvironmentVariables.TryAdd("ASPNETCORE_URLS", string.Join(';', urls));
        });

    private static IResourceBuilder<ProjectResource> WithConsole(this IResourceBuilder<ProjectResource> project) =>
        project
            .WithEnvironment("DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION", "true")
            .WithEnvironment("LOGGING__CONSOLE__FORMATTERNAME", "simple");
}
