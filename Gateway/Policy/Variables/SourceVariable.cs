using System.Net;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Policy.Variables;

/// <summary>
/// <c>source</c>: where the request comes from. <c>source.tailscale</c> is there only for requests that a trusted proxy
/// says came through the tailnet; <c>has(source.tailscale)</c> tells them from those of the internet.
/// </summary>
internal sealed class SourceVariable(IPAddress? address, TailnetIdentity? tailnet) : PolicyObject
{
    private static readonly string[] Names = ["address", "tailscale"];

    protected override ReadOnlySpan<string> Fields => Names;

    public override bool TryGet(string key, out CelValue value) => key switch
    {
        "address" => Is(Plain(address)?.ToString(), out value),
        "tailscale" when tailnet is not null => Is(CelValue.Of(new TailscaleVariable(tailnet)), out value),
        _ => IsAbsent(out value),
    };

    /// <summary>A dual-stack listener sees IPv4 callers as IPv6 addresses; rules are written about the former.</summary>
    private static IPAddress? Plain(IPAddress? address) =>
        address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
