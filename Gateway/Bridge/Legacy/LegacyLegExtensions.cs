namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>Registers what answers clients of the revisions up to 2025-11-25.</summary>
internal static class LegacyLegExtensions
{
    public static void AddLegacyLeg(this IServiceCollection services)
    {
        services.AddSingleton<LegacyLeg>();
        services.AddSingleton<Initialization>();
        services.AddSingleton<SessionGate>();
        services.AddSingleton<Requests>();
        services.AddSingleton<SessionRequests>();
        services.AddSingleton<ServerCalls>();
        services.AddSingleton<Responder>();
        services.AddSingleton<RequestsInProgress>();
        services.AddSingleton<Notifications>();
        services.AddSingleton<Questions>();
        services.AddSingleton<EventLogs>();
        services.AddSingleton<EventStream>();
        services.AddSingleton<Resumption>();
        services.AddSingleton<NewsStreams>();
        services.AddSingleton<Closing>();
    }
}
