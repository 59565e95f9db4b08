namespace McpAspire.Gateway.Audit;

/// <summary>The trail of everything that was decided and what came of it.</summary>
internal interface IAuditTrail
{
    /// <summary>Whether there is a trail at all.</summary>
    bool IsOn { get; }

    /// <summary>An id for the next decision; ids sort by their time.</summary>
    Guid NewDecisionId();

    /// <summary>Returns when the row is on disk; whoever wants to forward a request awaits this first.</summary>
    /// <exception cref="AuditUnavailableException">It cannot be written, and the call is to be refused.</exception>
    ValueTask DecideAsync(AuditRow row);

    /// <summary>
    /// Hands over a row that nobody waits for, such as an outcome; it is on disk with the next decision or some
    /// milliseconds later. Waits only while too much is pending, and never throws for a disk.
    /// </summary>
    ValueTask RecordAsync(AuditRow row);
}
