using System.Net;
using System.Text.Json;
using System.Web;

namespace McpAspire.Identity.Tests.Running;

/// <summary>An answer with its body read.</summary>
internal sealed record Answer(HttpResponseMessage Response, string Body)
{
    public HttpStatusCode Status => Response.StatusCode;

    /// <summary>Where a redirect leads, absolute or as written.</summary>
    public string Location => Response.Headers.Location?.OriginalString
        ?? throw new InvalidOperationException($"No redirect, but {Status}: {Body}");

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Error => Json.GetProperty("error").GetString()!;

    /// <summary>The parameters of the redirect, which errors of the implicit flow carry in the fragment.</summary>
    public IReadOnlyDictionary<string, string> Query
    {
        get
        {
            var uri = new Uri(new Uri("http://base"), Location);
            var query = HttpUtility.ParseQueryString(uri.Query.Length > 0 ? uri.Query : uri.Fragment.TrimStart('#'));
            return query.AllKeys.ToDictionary(key => key!, key => query[key]!);
        }
    }

    public string Header(string name) =>
        string.Join(", ", Response.Headers.TryGetValues(name, out var values) ? values
            : Response.Content.Headers.TryGetValues(name, out var others) ? others : []);

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) =>
        new(response, await response.Content.ReadAsStringAsync());
}
