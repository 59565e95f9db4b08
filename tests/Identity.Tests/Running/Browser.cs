using System.Net;
using System.Text.RegularExpressions;

namespace McpAspire.Identity.Tests.Running;

/// <summary>
/// As much of a browser as the pages need: cookies, and forms with their hidden fields. It follows no redirect.
/// </summary>
internal sealed partial class Browser(HttpClient client, IdentityHost host)
{
    private const string AntiforgeryField = "__RequestVerificationToken";

    public Dictionary<string, string> Cookies { get; } = [];

    public IdentityHost Host => host;

    /// <summary>Values of Set-Cookie, in the order in which they came.</summary>
    public List<string> SetCookies { get; } = [];

    public Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, Local(path)));

    /// <summary>Opens the page and sends its form with these fields.</summary>
    public async Task<Answer> SubmitAsync(string path, Dictionary<string, string> fields)
    {
        var page = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return await PostAsync(path, Hidden(page, fields));
    }

    /// <summary>Sends a form without having opened a page.</summary>
    public Task<Answer> PostAsync(string path, Dictionary<string, string> fields) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, Local(path)) { Content = new FormUrlEncodedContent(fields) });

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        if (Cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        var response = await client.SendAsync(request);
        foreach (var value in response.Headers.TryGetValues("Set-Cookie", out var values) ? values : [])
            Take(value);
        return await Answer.ReadAsync(response);
    }

    public static Dictionary<string, string> Hidden(Answer page, Dictionary<string, string> fields)
    {
        var token = TokenField().Match(page.Body);
        Assert.True(token.Success, "The page has no form with an antiforgery field.");
        return new(fields) { [AntiforgeryField] = WebUtility.HtmlDecode(token.Groups[1].Value) };
    }

    private static string Local(string path) => path.StartsWith('/') ? path : new Uri(path).PathAndQuery;

    private void Take(string header)
    {
        SetCookies.Add(header);
        var pair = header.Split(';')[0].Split('=', 2);
        if (pair[1].Length == 0 || header.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase))
            Cookies.Remove(pair[0]);
        else
            Cookies[pair[0]] = pair[1];
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
