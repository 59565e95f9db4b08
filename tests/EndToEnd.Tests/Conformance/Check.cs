namespace McpAspire.EndToEnd.Tests.Conformance;

/// <summary>One statement of a scenario about the server.</summary>
internal sealed record Check(string Id, string Status, string? ErrorMessage)
{
    public const string Success = "SUCCESS";
    public const string Failure = "FAILURE";
    public const string Warning = "WARNING";

    /// <summary>Records of requests and events, which differ from run to run.</summary>
    public const string Information = "INFO";
}
