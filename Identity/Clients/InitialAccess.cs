using McpAspire.Identity.Perimeter;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Clients;

/// <summary>
/// The initial access token of RFC 7591, section 3: where one is configured, only those who were given it can register
/// clients.
/// </summary>
internal sealed class InitialAccess(IOptions<RegistrationOptions> options)
{
    private readonly BearerSecret? _token = string.IsNullOrEmpty(options.Value.InitialAccessToken)
        ? null
        : new BearerSecret(options.Value.InitialAccessToken);

    public bool Allows(HttpRequest request) => _token is null || _token.IsIn(request);
}
