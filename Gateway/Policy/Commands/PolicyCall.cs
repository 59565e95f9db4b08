using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using McpAspire.Gateway.Cel.Json;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Policy.Variables;

namespace McpAspire.Gateway.Policy.Commands;

/// <summary>A call that nobody made: who it would be, and what it would do. Of the targets one is named, or none.</summary>
internal sealed record PolicyCall
{
    public string Subject { get; set; } = "somebody";

    public string Client { get; set; } = "client";

    public string[] Scopes { get; set; } = [];

    public string[] Groups { get; set; } = [];

    /// <summary>Further claims of the token.</summary>
    public Dictionary<string, JsonElement> Claims { get; set; } = [];

    public string? Address { get; set; }

    public string Server { get; set; } = "server";

    /// <summary>The method; by default the one that uses the target.</summary>
    public string? Method { get; set; }

    public string? Tool { get; set; }

    public string? Prompt { get; set; }

    public string? Resource { get; set; }

    public string? Task { get; set; }

    /// <summary>An object; without it the item is judged as in a list.</summary>
    public JsonElement? Arguments { get; set; }

    /// <summary>The item as its server lists it: title, annotations.</summary>
    public JsonElement? Definition { get; set; }

    public string[] Labels { get; set; } = [];

    /// <summary>When; now by default.</summary>
    public DateTimeOffset? Now { get; set; }

    [JsonIgnore]
    public string Name => Tool ?? Prompt ?? Resource ?? Task ?? "";

    [JsonIgnore]
    public TargetKind Kind =>
        Tool is not null ? TargetKind.Tool
        : Prompt is not null ? TargetKind.Prompt
        : Resource is not null ? TargetKind.Resource
        : Task is not null ? TargetKind.Task
        : TargetKind.Server;

    [JsonIgnore]
    public string MethodOrUsual => Method ?? Kind switch
    {
        TargetKind.Tool => "tools/call",
        TargetKind.Prompt => "prompts/get",
        TargetKind.Resource => "resources/read",
        TargetKind.Task => "tasks/get",
        _ => "logging/setLevel",
    };

    /// <summary>The variables as a request would have them.</summary>
    /// <param name="isListed">Whether it is an item of a list, and not a call.</param>
    /// <param name="now">When, where the call does not say.</param>
    public PolicyActivation Activate(bool isListed, DateTimeOffset now)
    {
        var server = new McpServer(Server, "", "", [], TimeSpan.Zero, new ServerOptions());
        var parameters = JsonSerializer.SerializeToUtf8Bytes(
            Arguments is { } given
                ? new Dictionary<string, JsonElement> { ["arguments"] = given }
                : [],
            PolicyJson.Default.DictionaryStringJsonElement);
        var target = new PolicyTarget(server, Kind, Name)
        {
            Definition = Definition is { } definition
                ? JsonSerializer.SerializeToUtf8Bytes(definition, PolicyJson.Default.JsonElement)
                : default,
            Labels = Labels,
            Parameters = isListed ? default(ReadOnlyMemory<byte>?) : parameters,
        };
        return new PolicyActivation(Who(now), MethodOrUsual, target);
    }

    private PolicySubject Who(DateTimeOffset now)
    {
        var claims = new Dictionary<string, JsonElement>(Claims);
        claims.TryAdd("sub", JsonSerializer.SerializeToElement(Subject, PolicyJson.Default.String));
        claims.TryAdd("client_id", JsonSerializer.SerializeToElement(Client, PolicyJson.Default.String));
        claims.TryAdd("scope", JsonSerializer.SerializeToElement(string.Join(' ', Scopes), PolicyJson.Default.String));
        var payload = JsonSerializer.SerializeToUtf8Bytes(claims, PolicyJson.Default.DictionaryStringJsonElement);
        return new PolicySubject
        {
            Jwt = new ClaimsVariable(payload, Scopes, Groups),
            Scopes = Scopes.ToHashSet(StringComparer.Ordinal),
            Client = new ClientVariable(Client),
            Request = new RequestVariable(new DefaultHttpContext().Request),
            Source = new SourceVariable(IPAddress.TryParse(Address, out var address) ? address : null, tailnet: null),
            Session = new JsonMap("""{"era":"modern"}"""u8.ToArray()),
            Now = Now ?? now,
        };
    }
}
