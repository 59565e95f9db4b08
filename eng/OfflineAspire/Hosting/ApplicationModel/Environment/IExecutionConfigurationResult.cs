namespace Aspire.Hosting.ApplicationModel;

/// <summary>With what a resource is started.</summary>
public interface IExecutionConfigurationResult
{
    IEnumerable<KeyValuePair<string, string>> EnvironmentVariables { get; }

    Exception? Exception { get; }
}
