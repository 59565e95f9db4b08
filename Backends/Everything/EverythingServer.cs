using McpAspire.Everything.Completion;
using McpAspire.Everything.Conformance;
using McpAspire.Everything.Notes;
using McpAspire.Everything.Prompts;
using McpAspire.Everything.Protocol;
using McpAspire.Everything.Resources;
using McpAspire.Everything.Subscriptions;
using McpAspire.Everything.Tools;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything;

/// <summary>The reference server: every primitive of MCP, in both eras of the protocol.</summary>
internal static class EverythingServer
{
    /// <summary>What an interrupted legacy stream may be asked for again, over all sessions.</summary>
    private const long ReplayBytes = 32 * 1024 * 1024;

    public static void AddEverythingServer(this IServiceCollection services, ServedEra era)
    {
        services.AddSingleton<Catalogue>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<Notebook>();
        services.AddSingleton<Completions>();
        services.AddSingleton<ListenStream>();
        services.AddSingleton<SessionSubscriptions>();
        services.AddHttpContextAccessor();
        services.AddDistributedMemoryCache(cache => cache.SizeLimit = ReplayBytes);

        // Before AddMcpServer, whose set-up adds to the collections that it finds, or makes new ones for each session.
        services.AddOptions<McpServerOptions>()
            .Configure<Catalogue, Completions, ListenStream, SessionSubscriptions>(Configure)
            .Configure(server => server.ProtocolVersion = era == ServedEra.Modern ? ProtocolVersions.Modern[0] : null);
        services.AddOptions<HttpServerTransportOptions>()
            .Configure<SessionSubscriptions>((http, sessions) => http.RunSessionHandler = sessions.RunAsync);

        services.AddMcpServer()
            .WithHttpTransport(http => http.SessionMode = era.SessionMode())
            .WithDistributedCacheEventStreamStore()
            .WithTools<TextTools>()
            .WithTools<DaylightTool>()
            .WithTools<MediaTools>()
            .WithTools<WorkTools>()
            .WithTools<ConversationTools>()
            .WithTools<DiceTools>()
            .WithTools<NoteTools>()
            .WithResources<AboutResources>()
            .WithResources<NoteResources>()
            .WithPrompts<WritingPrompts>()
            .WithConformanceFixture()
            .WithNotFoundDetails()
            .WithCacheHints();
    }

    private static void Configure(
        McpServerOptions server,
        Catalogue catalogue,
        Completions completions,
        ListenStream listen,
        SessionSubscriptions sessions)
    {
        server.ServerInfo = new Implementation
        {
            Name = "everything",
            Title = "Everything",
            Version = typeof(EverythingServer).Assembly.GetName().Version!.ToString(3),
        };
        server.ServerInstructions =
            "A reference server with every primitive of the Model Context Protocol. "
            + "Names that begin with test_ serve the official conformance suite.";

        server.ToolCollection = catalogue.Tools;
        server.PromptCollection = catalogue.Prompts;
        server.ResourceCollection = catalogue.Resources;
        server.Capabilities = new ServerCapabilities
        {
            Logging = new LoggingCapability(),
            Resources = new ResourcesCapability { Subscribe = true },
        };
        server.Handlers.CompleteHandler = completions.CompleteAsync;
        server.Handlers.SubscriptionsListenHandler = listen.RunAsync;
        server.Handlers.SubscribeToResourcesHandler = sessions.SubscribeAsync;
        server.Handlers.UnsubscribeFromResourcesHandler = sessions.UnsubscribeAsync;
    }
}
