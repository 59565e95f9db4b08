namespace Aspire.Hosting.ApplicationModel;

/// <summary>The ways in which a command ends.</summary>
public static class CommandResults
{
    public static ExecuteCommandResult Success() => new() { Success = true };

    public static ExecuteCommandResult Success(string message) => new() { Success = true, Message = message };

    public static ExecuteCommandResult Success(
        string message, string result, CommandResultFormat resultFormat, bool displayImmediately) => new()
    {
        Success = true,
        Message = message,
        Data = new() { Value = result, Format = resultFormat, DisplayImmediately = displayImmediately },
    };

    public static ExecuteCommandResult Failure(string? errorMessage = null) =>
        new() { Success = false, Message = errorMessage };

    public static ExecuteCommandResult Failure(Exception exception) => Failure(exception.Message);

    public static ExecuteCommandResult Canceled() => new() { Success = false, Canceled = true };
}
