using McpAspire.Gateway.Cel;
using McpAspire.Gateway.Cel.Checking;
using McpAspire.Gateway.Cel.Library;

namespace McpAspire.Gateway.Policy.Variables;

/// <summary>What rules can name: the variables by their places, and <c>contains</c> for lists.</summary>
internal static class PolicyVariables
{
    public const int Mcp = 0;
    public const int Jwt = 1;
    public const int Client = 2;
    public const int Request = 3;
    public const int Source = 4;
    public const int Session = 5;
    public const int Now = 6;

    /// <summary>In the order of the constants. A field that there is not is a mistake that is found before any request.</summary>
    public static readonly CelEnvironment Environment = new(
        [
            new CelVariable("mcp", McpType()),
            new CelVariable("jwt"),
            new CelVariable("client", CelType.Object("client", ("id", CelType.String))),
            new CelVariable("request", CelType.Object(
                "request",
                ("method", CelType.String),
                ("path", CelType.String),
                ("host", CelType.String),
                ("headers", CelType.Dyn))),
            new CelVariable("source", CelType.Object(
                "source", ("address", CelType.String), ("tailscale", CelType.Dyn))),
            new CelVariable("session", CelType.Object(
                "session", ("era", CelType.String), ("created", CelType.Dyn))),
            new CelVariable("now", CelType.Timestamp),
        ],
        CelFunctions.Standard.With(StandardLibrary.AddListContains));

    private static CelType McpType() => CelType.Object(
        "mcp",
        ("method", CelType.String),
        ("server", CelType.Object("server", ("name", CelType.String))),
        ("tool", Target("tool", "title", "annotations", "labels", "arguments")),
        ("prompt", Target("prompt", "title", "labels", "arguments")),
        ("resource", Target("resource", "uri", "title", "annotations", "labels")),
        ("task", Target("task")));

    private static CelType Target(string kind, params ReadOnlySpan<string> fields)
    {
        var all = new (string, CelType)[fields.Length + 1];
        all[0] = ("name", CelType.String);
        for (var i = 0; i < fields.Length; i++)
            all[i + 1] = (fields[i], CelType.Dyn);
        return CelType.Object(kind, all);
    }
}
