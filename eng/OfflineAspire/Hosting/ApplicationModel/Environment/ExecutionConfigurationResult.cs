namespace Aspire.Hosting.ApplicationModel;

internal sealed record ExecutionConfigurationResult(
    IEnumerable<KeyValuePair<string, string>> EnvironmentVariables,
    Exception? Exception) : IExecutionConfigurationResult;
