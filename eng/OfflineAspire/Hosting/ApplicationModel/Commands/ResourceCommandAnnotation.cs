namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that an operator can ask of a resource.</summary>
public sealed class ResourceCommandAnnotation(
    string name,
    string displayName,
    Func<ExecuteCommandContext, Task<ExecuteCommandResult>> executeCommand,
    CommandOptions options) : IResourceAnnotation
{
    public string Name { get; } = name;

    public string DisplayName { get; } = displayName;

    public string? DisplayDescription { get; } = options.Description;

    public string? ConfirmationMessage { get; } = options.ConfirmationMessage;

    public Func<ExecuteCommandContext, Task<ExecuteCommandResult>> ExecuteCommand { get; } = executeCommand;
}
