using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Storage;

namespace McpAspire.Identity.Mail.Links;

/// <summary>
/// Knows a browser again that asked for a mail. A link that reached somebody else, forwarded or read in between, is
/// worth nothing in theirs.
/// </summary>
internal sealed class BrowserMark(PublicOrigin origin)
{
    private const int Bytes = 32;
    private static readonly int Length = Base64Url.GetEncodedLength(Bytes);
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private string CookieName => origin.CookieName("mail-link");

    /// <summary>Marks the browser, and returns what is kept of the mark. It keeps one that it has.</summary>
    public string Set(HttpContext context)
    {
        var mark = Read(context) ?? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        context.Response.Cookies.Append(CookieName, mark, new CookieOptions
        {
            HttpOnly = true,
            Secure = origin.IsHttps,
            // The link is followed from a page of another site, a mail program for instance.
            SameSite = SameSiteMode.Lax,
            Path = "/",
            MaxAge = Lifetime,
            IsEssential = true,
        });
        return Digest.Of(mark);
    }

    public bool IsOn(HttpContext context, MailLink link) =>
        Read(context) is { } mark
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Digest.Of(mark)), Encoding.ASCII.GetBytes(link.Browser));

    private string? Read(HttpContext context) =>
        context.Request.Cookies[CookieName] is { } mark && mark.Length == Length && Base64Url.IsValid(mark)
            ? mark
            : null;
}
