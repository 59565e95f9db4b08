using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.AppHost.Topology;

internal static class AnnouncementTopology
{
    /// <summary>Tells the operator what to do next, once everything is healthy.</summary>
    public static void AddAnnouncement(this IDistributedApplicationBuilder builder, AnnouncedParts parts)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return;
        builder.Services.AddHttpClient();
        builder.Services.AddSingleton(parts);
        builder.Services.AddHostedService<Announcement>();
    }
}
