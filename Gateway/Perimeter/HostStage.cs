using System.Collections.Frozen;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Perimeter;

/// <summary>
/// Accepts only the Host values under which the gateway is known. A page that rebinds its own name to this address
/// still sends its own name here.
/// </summary>
internal sealed class HostStage(IOptions<McpOptions> options) : IMcpStage
{
    private static readonly Refusal Foreign = new(
        StatusCodes.Status403Forbidden, JsonRpcErrorCode.ServerError, "This host is not served here.", "foreign_host");

    private readonly FrozenSet<string> _hosts = Read(options.Value);

    public ValueTask<StageResult> InvokeAsync(McpRequest request) =>
        request.Http.Request.Host.Value is { } host && _hosts.Contains(host)
            ? StageResult.Continue
            : (StageResult)Foreign;

    private static FrozenSet<string> Read(McpOptions options)
    {
        var origin = new Uri(options.PublicOrigin!);
        return options.AllowedHosts
            .Append(origin.Authority)
            .Append($"{origin.Host}:{origin.Port}")
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
