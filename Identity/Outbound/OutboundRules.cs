namespace McpAspire.Identity.Outbound;

/// <summary>Where requests to addresses that strangers name may go.</summary>
internal sealed record OutboundRules
{
    public const int Https = 443;

    /// <summary>This machine and private networks as well; never what is forbidden altogether.</summary>
    public bool AllowPrivateAddresses { get; init; }

    public IReadOnlyCollection<int> Ports { get; init; } = [Https];

    public bool Allow(AddressScope scope) =>
        scope is AddressScope.Public || (scope is AddressScope.Private && AllowPrivateAddresses);
}
