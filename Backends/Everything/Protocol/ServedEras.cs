using ModelContextProtocol.AspNetCore;

namespace McpAspire.Everything.Protocol;

/// <summary>How the SDK says what is served.</summary>
internal static class ServedEras
{
    public static HttpServerSessionMode SessionMode(this ServedEra era) => era switch
    {
        ServedEra.Legacy => HttpServerSessionMode.Stateful,
        ServedEra.Modern => HttpServerSessionMode.Stateless,
        _ => HttpServerSessionMode.StatefulForInitializeClients,
    };
}
