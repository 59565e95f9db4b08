namespace McpAspire.Gateway.Configuration.Reload;

/// <summary>Keeps one provider, because the configuration may build its sources again.</summary>
internal sealed class SettingsFileSource(SettingsFile file) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => file;
}
