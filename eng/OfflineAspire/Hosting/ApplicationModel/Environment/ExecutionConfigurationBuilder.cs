using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Works out with what a resource is started.</summary>
public sealed class ExecutionConfigurationBuilder : IExecutionConfigurationBuilder
{
    private readonly IResource _resource;

    private ExecutionConfigurationBuilder(IResource resource) => _resource = resource;

    internal bool IncludesEnvironment { get; set; }

    public static IExecutionConfigurationBuilder Create(IResource resource) =>
        new ExecutionConfigurationBuilder(resource);

    /// <summary>A variable that cannot be worked out is left out, and the reason is in the result.</summary>
    public async Task<IExecutionConfigurationResult> BuildAsync(
        DistributedApplicationExecutionContext executionContext,
        ILogger? resourceLogger = null,
        CancellationToken cancellationToken = default)
    {
        var variables = new Dictionary<string, string>();
        var errors = new List<Exception>();
        var context = new EnvironmentCallbackContext(executionContext, _resource, null, cancellationToken);
        try
        {
            foreach (var annotation in Callbacks())
                await annotation.Callback(context);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            errors.Add(error);
        }

        foreach (var (name, value) in context.EnvironmentVariables)
        {
            try
            {
                if (await ResolveAsync(value, cancellationToken) is { } text)
                    variables[name] = text;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                errors.Add(error);
            }
        }

        return new ExecutionConfigurationResult(variables, errors.Count == 0 ? null : new AggregateException(errors));
    }

    private IEnumerable<EnvironmentCallbackAnnotation> Callbacks() =>
        IncludesEnvironment ? _resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToArray() : [];

    private static async ValueTask<string?> ResolveAsync(object value, CancellationToken cancellationToken) =>
        value is IValueProvider provider ? await provider.GetValueAsync(cancellationToken) : value.ToString();
}
