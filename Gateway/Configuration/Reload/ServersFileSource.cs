namespace McpAspire.Gateway.Configuration.Reload;

/// <summary>Keeps one provider, because the configuration may build its sources again.</summary>
internal sealed class ServersFileSource(ServersFile file) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => file;
}
