using McpAspire.Gateway.Authentication;
using McpAspire.Gateway.Cel.Values;
using McpAspire.Gateway.Pipeline;

namespace McpAspire.Gateway.Policy.Variables;

/// <summary>Who asks, and how: the same for every item of a list.</summary>
internal sealed class PolicySubject
{
    public required CelMap Jwt { get; init; }

    public required IReadOnlySet<string> Scopes { get; init; }

    public required CelMap Client { get; init; }

    public required CelMap Request { get; init; }

    public required CelMap Source { get; init; }

    public required CelMap Session { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>The caller of a request that has passed authentication.</summary>
    public static PolicySubject Of(McpRequest request, AccessToken caller, DateTimeOffset now) => new()
    {
        Jwt = caller.Claims,
        Scopes = caller.Scopes,
        Client = new ClientVariable(caller.ClientId),
        Request = new RequestVariable(request.Http.Request),
        Source = new SourceVariable(
            request.Http.Connection.RemoteIpAddress, request.Http.Features.Get<TailnetIdentity>()),
        Session = new SessionVariable(request),
        Now = now,
    };
}
