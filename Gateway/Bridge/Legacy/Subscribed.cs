namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>What a session subscribes to from now on, for the replica that tells it.</summary>
/// <param name="SessionKey">Which session.</param>
/// <param name="Version">Which of its changes that is.</param>
/// <param name="Uris">The resources, in the endpoint's URIs.</param>
internal sealed record Subscribed(string SessionKey, long Version, string[] Uris)
{
    public static Subscribed Of(LegacySession session) => new(
        session.Key, session.Record.State.SubscriptionsVersion, [.. session.Record.State.Subscriptions]);
}
