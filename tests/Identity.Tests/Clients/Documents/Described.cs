using System.Text.Json.Nodes;
using McpAspire.Identity.Tests.Outbound;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.Clients.Documents;

/// <summary>A client that is described by a document, which can be put up and changed.</summary>
internal sealed class Described
{
    public const string Web = "https://app.example/callback";

    private readonly HttpsSite _site;

    private Described(HttpsSite site, string path)
    {
        _site = site;
        Path = path;
        Document = new JsonObject
        {
            ["client_id"] = Id,
            ["client_name"] = "Described app",
            ["redirect_uris"] = new JsonArray(Web),
            ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
            ["response_types"] = new JsonArray("code"),
            ["token_endpoint_auth_method"] = "none",
        };
    }

    public string Path { get; }

    public string Id => _site.UrlOf(Path);

    /// <summary>What stands in it; call <see cref="Publish"/> after changing it.</summary>
    public JsonObject Document { get; }

    /// <summary>How often it was asked for.</summary>
    public int Fetches => _site.RequestsOf(Path);

    /// <summary>One at an address of its own.</summary>
    public static Described At(HttpsSite site, string? redirectUri = null)
    {
        var described = new Described(site, $"/clients/{Guid.NewGuid():N}");
        return redirectUri is null
            ? described.Publish()
            : described.With("redirect_uris", new JsonArray(redirectUri)).Publish();
    }

    /// <summary>Changes a member, or removes it if the value is null.</summary>
    public Described With(string name, JsonNode? value)
    {
        Document.Remove(name);
        if (value is not null)
            Document[name] = value;
        return this;
    }

    public Described Publish(string? cacheControl = null)
    {
        _site.Serve(Path, Document.ToJsonString(), cacheControl: cacheControl);
        return this;
    }

    public Client On(IdentityHost host, string redirectUri = Web) => new(host, Id, null, redirectUri);
}
