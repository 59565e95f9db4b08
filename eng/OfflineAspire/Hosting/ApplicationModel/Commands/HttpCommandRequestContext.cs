namespace Aspire.Hosting.ApplicationModel;

/// <summary>A command's request before it is sent.</summary>
public sealed class HttpCommandRequestContext
{
    public required IServiceProvider Services { get; init; }

    public required string ResourceName { get; init; }

    public required EndpointReference Endpoint { get; init; }

    public required CancellationToken CancellationToken { get; init; }

    public required HttpRequestMessage Request { get; init; }
}
