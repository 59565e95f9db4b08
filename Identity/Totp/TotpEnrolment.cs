using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Users;
using Microsoft.Extensions.Options;
using OtpNet;
using QRCoder;

namespace McpAspire.Identity.Totp;

/// <summary>
/// What an authenticator app needs to take up a secret: text to type, and the same as a picture to scan.
/// </summary>
internal sealed class TotpEnrolment(
    TotpSecrets secrets, IOptions<TotpOptions> options, PublicOrigin origin)
{
    private const int PixelsPerModule = 8;
    private const int GroupLength = 4;

    /// <summary>The parameters of an authenticator that nobody chose others for.</summary>
    public TotpParameters Default =>
        new(options.Value.Algorithm, options.Value.Digits, (int)options.Value.Period.TotalSeconds);

    /// <summary>Shows the secret on the page of this request, which has to be allowed to carry its picture.</summary>
    public TotpPicture Show(HttpContext context, Authenticator offer, Account account)
    {
        ContentPolicy.Of(context).AllowInlinePictures();
        var secret = Base32(offer);
        var address = AddressOf(offer, secret, account);
        return new TotpPicture(
            $"data:image/png;base64,{Convert.ToBase64String(Picture(address))}",
            address,
            [.. secret.Chunk(GroupLength).Select(group => new string(group))],
            offer.Parameters);
    }

    /// <summary>
    /// The host in the label tells two installations apart in the app's list. Parameters that are the usual ones are
    /// left out: the shorter the address is, the easier is its picture to scan.
    /// </summary>
    private string AddressOf(Authenticator offer, string secret, Account account)
    {
        var issuer = Uri.EscapeDataString(options.Value.Issuer);
        var label = Uri.EscapeDataString($"{options.Value.Issuer}:{account.UserName}@{origin.Host.Host}");
        var address = $"otpauth://totp/{label}?secret={secret}&issuer={issuer}";
        var parameters = offer.Parameters;
        return parameters == TotpParameters.Usual
            ? address
            : $"{address}&algorithm={parameters.AlgorithmName}&digits={parameters.Digits}"
                + $"&period={parameters.PeriodSeconds}";
    }

    private static byte[] Picture(string address)
    {
        using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(code);
        return picture.GetGraphic(PixelsPerModule);
    }

    private string Base32(Authenticator offer) => Base32Encoding.ToString(secrets.Open(offer)).TrimEnd('=');
}
