namespace Aspire.Hosting.ApplicationModel;

/// <summary>How a command is sent and how its answer is read.</summary>
public class HttpCommandOptions : CommandOptions
{
    public HttpMethod? Method { get; set; }

    public Func<HttpCommandRequestContext, Task>? PrepareRequest { get; set; }

    public Func<HttpCommandResultContext, Task<ExecuteCommandResult>>? GetCommandResult { get; set; }
}
