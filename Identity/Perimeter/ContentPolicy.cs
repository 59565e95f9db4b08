namespace McpAspire.Identity.Perimeter;

/// <summary>The content security policy of one answer: nothing but our own style, pictures and forms.</summary>
internal sealed class ContentPolicy
{
    private string _images = "'self'";
    private string _formTargets = "'self'";
    private string _scripts = string.Empty;

    public static ContentPolicy Of(HttpContext context)
    {
        if (context.Features.Get<ContentPolicy>() is { } policy)
            return policy;

        policy = new ContentPolicy();
        context.Features.Set(policy);
        return policy;
    }

    /// <summary>Lets the page show the picture that it carries itself.</summary>
    public void AllowInlinePictures() => _images = "'self' data:";

    /// <summary>
    /// Lets the page run the scripts of this service, and them ask it something: passkeys cannot be used without.
    /// </summary>
    public void AllowScripts() => _scripts = "script-src 'self'; connect-src 'self'; ";

    /// <summary>
    /// Chromium applies <c>form-action</c> to the redirects that follow a form, so the page whose answer sends the user
    /// back to a client has to name that client's origin.
    /// </summary>
    public void AllowFormRedirectTo(Uri target)
    {
        // A private-use scheme has no origin, and the grammar of host sources knows no IPv6 literals.
        var isHost = target.Scheme is "http" or "https" && target.HostNameType != UriHostNameType.IPv6;
        _formTargets = isHost ? $"'self' {target.Scheme}://{target.Authority}" : $"'self' {target.Scheme}:";
    }

    public override string ToString() =>
        $"default-src 'none'; {_scripts}style-src 'self'; img-src {_images}; form-action {_formTargets}; "
        + "base-uri 'none'; frame-ancestors 'none'";
}
