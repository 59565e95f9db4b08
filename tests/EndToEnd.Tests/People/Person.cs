using System.Net;

namespace McpAspire.EndToEnd.Tests.People;

/// <summary>
/// Somebody with a name, a password and, once enrolled, an authenticator. A stack has one, so that tests take turns,
/// and one session serves as many clients as there are.
/// </summary>
internal sealed class Person(Uri issuer, string name, string oneTimePassword) : IDisposable
{
    private const string ChosenPassword = "correct horse battery staple";
    private const string AccountPath = "/";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly FormBrowser _browser = new(issuer);

    public string Name => name;

    public string Password { get; private set; } = oneTimePassword;

    public Authenticator? Authenticator { get; private set; }

    /// <summary>
    /// Opens an authorization request as a client asks for it, does what the pages ask for, and answers where
    /// identity sent the browser in the end: the client's redirect URI with a code or an error.
    /// </summary>
    public async Task<Uri> AuthorizeAsync(Uri request, bool allow = true, CancellationToken cancellationToken = default)
    {
        var page = await WalkAsync(request, allow, cancellationToken);
        return page.LeftFor ?? throw new InvalidOperationException($"Nothing came of {request}:\n{page.Html}");
    }

    /// <summary>Signs in without a client, as far as the account page; the first time with enrolment.</summary>
    public Task SignInAsync(CancellationToken cancellationToken = default) => OpenAsync(AccountPath, cancellationToken);

    /// <summary>
    /// The session, for another browser of the same person: signing in anew costs a code. It gets to that page, which
    /// may ask for a sign-in that is not long ago.
    /// </summary>
    public async Task<CookieCollection> SessionAsync(
        CancellationToken cancellationToken = default, string path = AccountPath)
    {
        await OpenAsync(AccountPath, cancellationToken);
        if (path != AccountPath)
            await OpenAsync(path, cancellationToken);
        return _browser.Cookies.GetAllCookies();
    }

    public void Dispose()
    {
        _browser.Dispose();
        Authenticator?.Dispose();
        _turn.Dispose();
    }

    private async Task OpenAsync(string path, CancellationToken cancellationToken)
    {
        var page = await WalkAsync(new Uri(issuer, path), allow: false, cancellationToken);
        if (page.LeftFor is not null) throw new InvalidOperationException($"Signing in led to {page.LeftFor}.");
    }

    private async Task<Page> WalkAsync(Uri start, bool allow, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var page = await _browser.GetAsync(start, cancellationToken);
            var seen = new HashSet<string>();
            while (!IsEnd(page, start))
            {
                if (!seen.Add(page.Address.AbsolutePath))
                    throw new InvalidOperationException($"{page.Address} did not take the answer:\n{page.Html}");
                var fields = await AnswerAsync(page, allow, cancellationToken);
                page = await _browser.SubmitAsync(page, fields, cancellationToken);
            }

            return page;
        }
        finally
        {
            _turn.Release();
        }
    }

    private static bool IsEnd(Page page, Uri start) => page.LeftFor is not null
        || page.Address.AbsolutePath == AccountPath || page.Address.AbsolutePath == start.AbsolutePath;

    private async Task<Dictionary<string, string>> AnswerAsync(
        Page page, bool allow, CancellationToken cancellationToken)
    {
        switch (page.Address.AbsolutePath)
        {
            case "/sign-in":
                return new() { ["Name"] = Name, ["Password"] = Password };
            case "/sign-in/password":
                Password = ChosenPassword;
                return new() { ["NewPassword"] = Password, ["ConfirmPassword"] = Password };
            case "/enroll/totp":
                Authenticator = Authenticator.Enrol(HtmlForm.Text(page.Html, "totp-secret")
                    ?? throw new InvalidOperationException($"The enrolment page shows no secret:\n{page.Html}"));
                return new() { ["Code"] = await Authenticator.NextCodeAsync(cancellationToken) };
            case "/sign-in/totp":
                return new() { ["Code"] = await Authenticator!.NextCodeAsync(cancellationToken) };
            case "/consent":
                return new() { ["decision"] = allow ? "allow" : "deny" };
            default:
                throw new InvalidOperationException(
                    $"No person knows what to do on {page.Address} ({(int)page.Status}):\n{page.Html}");
        }
    }
}
