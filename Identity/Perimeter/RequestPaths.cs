namespace McpAspire.Identity.Perimeter;

/// <summary>The groups of paths that the outer layers treat differently.</summary>
internal static class RequestPaths
{
    public const string Error = "/error";

    public static bool IsHealthProbe(this PathString path) => path == "/health" || path == "/alive";

    /// <summary>Documents that hold nothing but public facts and need neither database nor Redis.</summary>
    public static bool IsMetadata(this PathString path) => path.StartsWithSegments("/.well-known");

    public static bool IsAsset(this PathString path) => path.StartsWithSegments("/assets");

    public static bool IsOperator(this PathString path) => path.StartsWithSegments("/operator");

    /// <summary>Endpoints that programs call, and browsers only from scripts: they answer in JSON.</summary>
    public static bool IsProtocol(this PathString path) =>
        path.IsMetadata()
        || (path.StartsWithSegments("/connect") && !path.StartsWithSegments("/connect/authorize"));
}
