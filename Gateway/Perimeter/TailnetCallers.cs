using System.Net;
using McpAspire.Gateway.Policy.Variables;

namespace McpAspire.Gateway.Perimeter;

/// <summary>
/// Finds out which requests came through the tailnet, and whose they are. Only what a known proxy says counts; a request
/// that came over Funnel, from the internet, is nobody's there.
/// </summary>
internal sealed class TailnetCallers(IReadOnlyList<IPNetwork> proxies)
{
    private const string Login = "Tailscale-User-Login";
    private const string DisplayName = "Tailscale-User-Name";
    private const string Funnel = "Tailscale-Funnel-Request";

    /// <summary>What Tailscale gives to its nodes.</summary>
    private static readonly IPNetwork[] Nodes = [IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("fd7a:115c:a1e0::/48")];

    /// <summary>Before the address of the proxy is replaced by what it says of its caller.</summary>
    public Task NoteProxyAsync(HttpContext http, RequestDelegate next)
    {
        if (IsIn(proxies, http.Connection.RemoteIpAddress))
            http.Features.Set(new FromProxy());
        return next(http);
    }

    /// <summary>After that.</summary>
    public static Task NoteCallerAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<FromProxy>() is not null && Of(http) is { } identity)
            http.Features.Set(identity);
        return next(http);
    }

    private static TailnetIdentity? Of(HttpContext http)
    {
        var headers = http.Request.Headers;
        var address = http.Connection.RemoteIpAddress;
        var login = One(headers, Login);
        if (headers.ContainsKey(Funnel) || (login is null && !IsIn(Nodes, address)))
            return null;

        return new TailnetIdentity(login, One(headers, DisplayName), IsIn(Nodes, address) ? Plain(address)!.ToString() : null);
    }

    /// <summary>Several are none: it could not be said which one the proxy wrote.</summary>
    private static string? One(IHeaderDictionary headers, string name) =>
        headers[name] is [{ Length: > 0 } value] ? value : null;

    private static bool IsIn(IReadOnlyList<IPNetwork> networks, IPAddress? address) =>
        Plain(address) is { } plain && networks.Any(network => network.Contains(plain));

    private static IPAddress? Plain(IPAddress? address) =>
        address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    private sealed class FromProxy;
}
