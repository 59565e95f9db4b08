namespace Aspire.Hosting.ApplicationModel;

/// <summary>Says what to work out.</summary>
public static class ExecutionConfigurationBuilderExtensions
{
    public static IExecutionConfigurationBuilder WithEnvironmentVariablesConfig(
        this IExecutionConfigurationBuilder builder)
    {
        ((ExecutionConfigurationBuilder)builder).IncludesEnvironment = true;
        return builder;
    }
}
