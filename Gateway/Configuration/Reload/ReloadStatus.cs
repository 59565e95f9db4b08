namespace McpAspire.Gateway.Configuration.Reload;

/// <summary>What became of the last change of the configuration.</summary>
internal sealed class ReloadStatus
{
    private volatile IReadOnlyList<string> _errors = [];

    /// <summary>Why the configuration as it is now was not taken over; empty when it was.</summary>
    public IReadOnlyList<string> Errors
    {
        get => _errors;
        set => _errors = value;
    }
}
