using System.Net;

namespace McpAspire.EndToEnd.Tests.People;

/// <summary>What a browser shows after it followed the redirects that stay on the site.</summary>
internal sealed record Page(Uri Address, HttpStatusCode Status, string Html, Uri? LeftFor)
{
    /// <summary>The form; a page without one is not where the caller thinks it is.</summary>
    public HtmlForm Form => HtmlForm.Find(Html, Address)
        ?? throw new InvalidOperationException($"There is no form on {Address} ({(int)Status}):\n{Html}");
}
