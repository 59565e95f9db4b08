namespace McpAspire.Gateway.Federation.Results.Streaming;

/// <summary>What a result has to be for the client that gets it.</summary>
internal interface IResultRules
{
    /// <summary>Called for each member when its value begins.</summary>
    MemberFate Judge(ReadOnlySpan<byte> name, byte first);

    /// <summary>Called with the whole value of a member that is inspected; keeps it, drops it or refuses it.</summary>
    MemberFate Inspected(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);

    /// <summary>Members that have not come and must be there, each behind a comma.</summary>
    ReadOnlySpan<byte> Missing();
}
