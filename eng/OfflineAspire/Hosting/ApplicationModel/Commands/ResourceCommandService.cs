namespace Aspire.Hosting.ApplicationModel;

/// <summary>Executes the commands of resources.</summary>
public class ResourceCommandService
{
    private readonly DistributedApplicationModel model;
    private readonly IServiceProvider services;

    internal ResourceCommandService(DistributedApplicationModel model, IServiceProvider services)
    {
        this.model = model;
        this.services = services;
    }

    public Task<ExecuteCommandResult> ExecuteCommandAsync(
        string resourceId, string commandName, CancellationToken cancellationToken = default) =>
        model.Resources.FirstOrDefault(resource => resource.Name == resourceId) is { } resource
            ? ExecuteCommandAsync(resource, commandName, cancellationToken)
            : Task.FromResult(CommandResults.Failure($"There is no resource '{resourceId}'."));

    public async Task<ExecuteCommandResult> ExecuteCommandAsync(
        IResource resource, string commandName, CancellationToken cancellationToken = default)
    {
        var command = resource.Annotations.OfType<ResourceCommandAnnotation>()
            .FirstOrDefault(command => command.Name == commandName);
        if (command is null)
            return CommandResults.Failure($"The resource '{resource.Name}' has no command '{commandName}'.");

        var context = new ExecuteCommandContext
        {
            Services = services,
            ResourceName = resource.Name,
            CancellationToken = cancellationToken,
        };
        try
        {
            return await command.ExecuteCommand(context);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return CommandResults.Failure(error);
        }
    }
}
