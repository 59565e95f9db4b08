using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace McpAspire.Identity.OAuth.Device;

/// <summary>
/// Carries a code from the page where it was typed to the page that asks. Only this service makes one, for codes that
/// exist and passed the limit, and only the account that typed the code can use it. It ends with its code.
/// </summary>
internal sealed class DeviceTickets(IDataProtectionProvider protection)
{
    public const string Parameter = "ticket";
    private const char Separator = ' ';

    private readonly IDataProtector _protector = protection.CreateProtector("McpAspire.Identity.Device");

    public string Seal(Guid accountId, string code) => _protector.Protect($"{accountId:N}{Separator}{code}");

    public DeviceTicket? Open(string? ticket)
    {
        if (string.IsNullOrEmpty(ticket))
            return null;

        try
        {
            var parts = _protector.Unprotect(ticket).Split(Separator);
            return new DeviceTicket(Guid.Parse(parts[0]), parts[1]);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
