namespace McpAspire.Gateway.Pipeline;

/// <summary>What a stage decided: go on, refuse, or the answer is already complete.</summary>
internal readonly record struct StageResult
{
    public static readonly StageResult Continue;
    public static readonly StageResult Answered = new() { IsFinal = true };

    private readonly Refusal? _refusal;

    public bool IsFinal { get; private init; }

    /// <summary>Null unless the stage refused.</summary>
    public Refusal? Refusal
    {
        get => _refusal;
        private init => (_refusal, IsFinal) = (value, true);
    }

    public static implicit operator StageResult(Refusal refusal) => new() { Refusal = refusal };

    public static implicit operator ValueTask<StageResult>(StageResult result) => new(result);
}
