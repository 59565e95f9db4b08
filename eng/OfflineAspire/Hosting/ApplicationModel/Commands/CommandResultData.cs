namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a command gave back.</summary>
public sealed class CommandResultData
{
    public required string Value { get; init; }

    public CommandResultFormat Format { get; init; }

    public bool DisplayImmediately { get; init; }
}
