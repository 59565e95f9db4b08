using McpAspire.Gateway.Audit.Arguments;

namespace McpAspire.Gateway.Audit;

/// <summary>The section <c>Mcp:Audit</c>: where the trail is, and what is kept of it.</summary>
internal sealed record AuditOptions
{
    /// <summary>What could not be read as the type that the setting has is found by these.</summary>
    public static readonly (string Path, Type Type, string Remedy)[] Typed =
    [
        ("Audit:OnFailure", typeof(AuditFailure), "write Refuse or Allow"),
        ("Audit:SegmentBytes", typeof(int), "write a number of bytes, such as 67108864"),
        ("Audit:SegmentAge", typeof(TimeSpan), "write days.hours:minutes:seconds, such as 1.00:00:00"),
        ("Audit:KeepSegments", typeof(int), "write a number of segments, such as 160"),
        ("Audit:KeepFor", typeof(TimeSpan), "write days.hours:minutes:seconds, such as 90.00:00:00"),
        ("Audit:MaxPendingBytes", typeof(int), "write a number of bytes, such as 8388608"),
    ];

    /// <summary>The directory of the trail, of this gateway alone; without one there is no trail.</summary>
    public string? Directory { get; init; }

    /// <summary>
    /// The private key that seals it (PEM, P-256); by default beside the directory, with <c>.key</c> after its name.
    /// Made at the first start.
    /// </summary>
    public string? KeyFile { get; init; }

    /// <summary>What becomes of calls while rows cannot be written: refused by default.</summary>
    public AuditFailure OnFailure { get; init; } = AuditFailure.Refuse;

    /// <summary>A segment that is larger is sealed: 64 MiB by default, 64 KiB to 1 GiB.</summary>
    public int SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>A segment that is older is sealed before the next row: a day by default.</summary>
    public TimeSpan SegmentAge { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How many sealed segments are kept: 160 by default, which is 10 GiB at most.</summary>
    public int KeepSegments { get; init; } = 160;

    /// <summary>For how long a sealed segment is kept: 90 days by default.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How much may wait to be written before callers wait too: 8 MiB by default.</summary>
    public int MaxPendingBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>
    /// Arguments whose values are recorded, as <c>server/tool/argument</c>, each part a name or <c>*</c>; none by
    /// default.
    /// </summary>
    public string[] Values { get; init; } = [];

    /// <summary>Where the private key is.</summary>
    public string KeyPath => KeyFile ?? $"{Path.TrimEndingDirectorySeparator(Directory ?? "")}.key";

    public IEnumerable<string> Problems()
    {
        if (!Enum.IsDefined(OnFailure))
            yield return "Mcp:Audit:OnFailure: must be Refuse or Allow.";
        if (SegmentBytes is < 64 * 1024 or > 1024 * 1024 * 1024)
            yield return "Mcp:Audit:SegmentBytes: must be between 65536 and 1073741824.";
        if (SegmentAge < TimeSpan.FromMinutes(1) || SegmentAge > TimeSpan.FromDays(366))
            yield return "Mcp:Audit:SegmentAge: must be between 00:01:00 and 366.00:00:00.";
        if (KeepSegments is < 1 or > 1_000_000)
            yield return "Mcp:Audit:KeepSegments: must be between 1 and 1000000.";
        if (KeepFor < TimeSpan.FromHours(1) || KeepFor > TimeSpan.FromDays(36_600))
            yield return "Mcp:Audit:KeepFor: must be between 01:00:00 and 36600.00:00:00.";
        if (MaxPendingBytes is < 64 * 1024 or > 256 * 1024 * 1024)
            yield return "Mcp:Audit:MaxPendingBytes: must be between 65536 and 268435456.";
        if (KeyFile is not null && Directory is null)
            yield return "Mcp:Audit:Directory: is missing, though KeyFile is set; set where the trail is kept.";
        for (var i = 0; i < Values.Length; i++)
        {
            if (!ValueRule.TryParse(Values[i], out _))
                yield return $"Mcp:Audit:Values:{i}: '{Values[i]}' is not server/tool/argument; write a name or * "
                    + "for each.";
        }
    }
}
