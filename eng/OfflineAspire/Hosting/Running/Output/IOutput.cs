namespace McpAspire.OfflineAspire.Running;

/// <summary>Where the operator reads: the terminal, or the log of a test.</summary>
internal interface IOutput
{
    /// <summary>A line that a resource wrote.</summary>
    void Line(string resource, string text);

    /// <summary>Something that the operator should know.</summary>
    void Notice(string text);

    /// <summary>Something that went wrong.</summary>
    void Problem(string text);
}
