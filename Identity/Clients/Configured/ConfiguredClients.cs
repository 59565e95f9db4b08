namespace McpAspire.Identity.Clients.Configured;

/// <summary>The clients that whoever runs this service has set up, by their ids.</summary>
internal sealed class ConfiguredClients
{
    public const string Section = "Identity";

    public IReadOnlyDictionary<string, ConfiguredClient> Clients { get; init; } =
        new Dictionary<string, ConfiguredClient>();

    /// <summary>Whether the id is spoken for; nobody else can become that client.</summary>
    public bool Contains(string id) => Clients.Any(client => client.Value.IdOr(client.Key) == id);
}
