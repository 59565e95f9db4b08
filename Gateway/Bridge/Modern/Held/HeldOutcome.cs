namespace McpAspire.Gateway.Bridge.Modern.Held;

/// <summary>Where a call at a legacy server has come to: it has ended, it waits for answers, or it has gone.</summary>
internal sealed class HeldOutcome(bool isError, ReadOnlyMemory<byte> json, IDisposable? owner = null) : IDisposable
{
    /// <summary>The call is not known, or not any more.</summary>
    public static readonly HeldOutcome Gone = new(isError: true, default);

    public bool IsError { get; } = isError;

    /// <summary>The object <c>result</c> or <c>error</c>; or <c>inputRequests</c>, if it waits.</summary>
    public ReadOnlyMemory<byte> Json { get; } = json;

    /// <summary>The keys of the questions that it waits for; null if it has ended.</summary>
    public string[]? Asked { get; init; }

    /// <summary>What the client would have to declare; the call has been ended for the want of it.</summary>
    public ClientCapability? Missing { get; init; }

    /// <summary>Where the answers have to go.</summary>
    public Inputs.HeldCallReference? Reference { get; init; }

    public void Dispose() => owner?.Dispose();
}
