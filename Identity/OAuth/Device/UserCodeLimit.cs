using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Storage;

namespace McpAspire.Identity.OAuth.Device;

/// <summary>
/// RFC 8628, section 5.1: bounds how many codes can be tried. Right ones count as well, since nobody connects that many
/// devices, and each is counted before it is looked up, so that guesses sent in parallel count too.
/// </summary>
internal sealed class UserCodeLimit(WindowCounter counter)
{
    public const int PerAccount = 10;

    /// <summary>A household shares an address.</summary>
    public const int PerAddress = 30;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    public async Task<bool> TryTakeAsync(HttpContext context, Guid accountId)
    {
        // Both are counted, whatever the other says.
        var counts = await counter.CountAsync(
        [
            new($"idp:device-codes:account:{accountId:N}", Window),
            new($"idp:device-codes:address:{ClientAddress.Of(context)}", Window),
        ]);
        return counts[0] <= PerAccount && counts[1] <= PerAddress;
    }
}
