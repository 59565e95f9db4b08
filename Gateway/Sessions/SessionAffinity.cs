namespace McpAspire.Gateway.Sessions;

/// <summary>A session lives in one replica of its server.</summary>
internal static class SessionAffinity
{
    /// <summary>
    /// Leaves the proxy engine one destination to choose from; none while it is unhealthy. False if it no longer
    /// exists, and the session with it.
    /// </summary>
    public static bool TryChoose(HttpContext http, string? destinationId)
    {
        var proxy = http.GetReverseProxyFeature();
        foreach (var destination in proxy.AvailableDestinations)
        {
            if (destination.DestinationId != destinationId)
                continue;

            proxy.AvailableDestinations = destination;
            return true;
        }

        proxy.AvailableDestinations = [];
        return proxy.AllDestinations.Any(destination => destination.DestinationId == destinationId);
    }

    /// <summary>The destination that answered.</summary>
    public static string? ChosenOf(HttpContext http) => http.GetReverseProxyFeature().ProxiedDestination?.DestinationId;
}
