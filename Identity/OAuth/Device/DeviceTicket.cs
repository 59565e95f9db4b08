namespace McpAspire.Identity.OAuth.Device;

/// <summary>Who typed which code.</summary>
internal sealed record DeviceTicket(Guid AccountId, string Code);
