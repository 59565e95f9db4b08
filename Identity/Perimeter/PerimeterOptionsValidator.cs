using System.Net;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Perimeter;

internal sealed class PerimeterOptionsValidator : IValidateOptions<PerimeterOptions>
{
    public ValidateOptionsResult Validate(string? name, PerimeterOptions options)
    {
        var errors = new List<string>();
        if (string.IsNullOrWhiteSpace(options.PublicOrigin))
        {
            errors.Add("Identity:PublicOrigin is missing. Set it to the origin that people and clients use, "
                + "for example https://id.example.org, or http://localhost:9091 for this machine alone.");
        }
        else if (!PublicOrigin.TryParse(options.PublicOrigin, out _, out var problem))
        {
            errors.Add($"Identity:PublicOrigin is '{options.PublicOrigin}', {problem}.");
        }

        foreach (var (host, index) in options.AllowedHosts.Select((host, index) => (host, index)))
        {
            if (!string.IsNullOrWhiteSpace(host) && !IsHost(host))
            {
                errors.Add($"Identity:AllowedHosts:{index} is '{host}'. "
                    + "Write a host name with or without a port, for example identity:9091.");
            }
        }

        foreach (var (proxy, index) in options.KnownProxies.Select((proxy, index) => (proxy, index)))
        {
            if (!string.IsNullOrWhiteSpace(proxy)
                && !IPAddress.TryParse(proxy, out _) && !IPNetwork.TryParse(proxy, out _))
            {
                errors.Add($"Identity:KnownProxies:{index} is '{proxy}'. "
                    + "Write an address or a network, for example 10.0.0.7 or 172.18.0.0/16.");
            }
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static bool IsHost(string host) =>
        Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var uri)
        && string.Equals(uri.Authority, host, StringComparison.OrdinalIgnoreCase);
}
