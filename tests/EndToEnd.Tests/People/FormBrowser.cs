using System.Net;

namespace McpAspire.EndToEnd.Tests.People;

/// <summary>A browser without a screen: cookies, forms, and redirects as long as they stay on the site.</summary>
internal sealed class FormBrowser : IDisposable
{
    private const int RedirectLimit = 10;

    private readonly Uri _site;
    private readonly HttpClient _http;

    public FormBrowser(Uri site)
    {
        _site = site;
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false });
    }

    public CookieContainer Cookies { get; } = new();

    public Task<Page> GetAsync(Uri address, CancellationToken cancellationToken) =>
        FollowAsync(new HttpRequestMessage(HttpMethod.Get, address), cancellationToken);

    public Task<Page> GetAsync(string path, CancellationToken cancellationToken) =>
        GetAsync(new Uri(_site, path), cancellationToken);

    /// <summary>Fills the form of the page and sends it, with the hidden fields that came along.</summary>
    public Task<Page> SubmitAsync(
        Page page, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        var content = page.Form.Hidden.Where(hidden => !fields.ContainsKey(hidden.Key)).Concat(fields);
        var request = new HttpRequestMessage(HttpMethod.Post, page.Form.Action)
        {
            Content = new FormUrlEncodedContent(content),
            Headers = { { "Origin", _site.GetLeftPart(UriPartial.Authority) } },
        };
        return FollowAsync(request, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<Page> FollowAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var redirects = 0; redirects <= RedirectLimit; redirects++)
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var address = request.RequestUri!;
            var html = await response.Content.ReadAsStringAsync(cancellationToken);
            if (response.Headers.Location is not { } location)
                return new Page(address, response.StatusCode, html, LeftFor: null);

            var target = new Uri(address, location);
            if (!_site.IsBaseOf(target)) return new Page(address, response.StatusCode, html, target);
            request = new HttpRequestMessage(HttpMethod.Get, target);
        }

        throw new InvalidOperationException($"More than {RedirectLimit} redirects, the last to {request.RequestUri}.");
    }
}
