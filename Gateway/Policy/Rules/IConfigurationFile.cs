namespace McpAspire.Gateway.Policy.Rules;

/// <summary>A provider of settings that reads a JSON file.</summary>
internal interface IConfigurationFile
{
    string Path { get; }
}
