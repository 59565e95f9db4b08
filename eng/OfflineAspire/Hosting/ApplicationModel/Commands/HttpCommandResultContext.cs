namespace Aspire.Hosting.ApplicationModel;

/// <summary>A command's answer.</summary>
public sealed class HttpCommandResultContext
{
    public required IServiceProvider Services { get; init; }

    public required string ResourceName { get; init; }

    public required EndpointReference Endpoint { get; init; }

    public required CancellationToken CancellationToken { get; init; }

    public required HttpResponseMessage Response { get; init; }
}
