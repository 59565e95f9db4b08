using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Users;
using OtpNet;
using QRCoder;

namespace McpAspire.Identity.Totp;

/// <summary>
/// What an authenticator app needs to take up a secret: text to type, and the same as a picture to scan.
/// </summary>
internal sealed class TotpEnrolment(TotpSecrets secrets, PublicOrigin origin)
{
    private const string Product = "McpAspire";
    private const int PixelsPerModule = 8;
    private const int GroupLength = 4;

    /// <summary>The secret in base 32, in groups that are easy to type.</summary>
    public IReadOnlyList<string> TextSecret(Authenticator offer) =>
        [.. Base32(offer).Chunk(GroupLength).Select(group => new string(group))];

    /// <summary>The host in the label tells two installations apart in the app's list.</summary>
    public string AddressOf(Authenticator offer, Account account)
    {
        var label = Uri.EscapeDataString($"{Product}:{account.UserName}@{origin.Host.Host}");
        return $"otpauth://totp/{label}?secret={Base32(offer)}&issuer={Product}";
    }

    public static byte[] Picture(string address)
    {
        using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(code);
        return picture.GetGraphic(PixelsPerModule);
    }

    private string Base32(Authenticator offer) => Base32Encoding.ToString(secrets.Open(offer)).TrimEnd('=');
}
