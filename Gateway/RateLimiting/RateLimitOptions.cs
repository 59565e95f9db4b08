namespace McpAspire.Gateway.RateLimiting;

/// <summary>The section <c>Mcp:Limits</c>: how much one caller may ask for.</summary>
internal sealed record RateLimitOptions
{
    private const string Path = "Mcp:Limits";

    /// <summary>What could not be read as the type that the setting has is found by these.</summary>
    public static readonly (string Path, Type Type, string Remedy)[] Typed =
    [
        .. Enum.GetNames<LimitScope>().SelectMany(name => new (string, Type, string)[]
        {
            ($"Limits:{name}:Requests", typeof(int), "write a number, such as 600"),
            ($"Limits:{name}:Window", typeof(TimeSpan), "write hours:minutes:seconds, such as 00:01:00"),
            ($"Limits:{name}:Burst", typeof(int), "write a number, such as 100"),
            ($"Limits:{name}:Concurrency", typeof(int), "write a number, such as 64"),
            ($"Limits:{name}:BytesOut", typeof(long), "write a number of bytes, such as 104857600"),
            ($"Limits:{name}:PerSubject", typeof(bool), "write true or false"),
        }),
        ("Limits:LocalShare", typeof(double), "write a part of one, such as 0.25"),
        ("Limits:LeaseTime", typeof(TimeSpan), "write hours:minutes:seconds, such as 00:01:00"),
    ];

    public LimitValue Address { get; init; } = new();

    public LimitValue Subject { get; init; } = new();

    public LimitValue Client { get; init; } = new();

    public LimitValue Server { get; init; } = new();

    public LimitValue Tool { get; init; } = new();

    /// <summary>
    /// The part of each limit that one replica grants while the gateway's Redis is away, when it cannot know what the
    /// others grant: a quarter by default.
    /// </summary>
    public double LocalShare { get; init; } = 0.25;

    /// <summary>
    /// After how long a request no longer counts that a replica has begun and not ended, because the replica is gone: a
    /// minute by default. While it lives, it says so.
    /// </summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromMinutes(1);

    public LimitValue Of(LimitScope scope) => scope switch
    {
        LimitScope.Address => Address,
        LimitScope.Subject => Subject,
        LimitScope.Client => Client,
        LimitScope.Server => Server,
        _ => Tool,
    };

    public IEnumerable<string> Problems()
    {
        foreach (var scope in Enum.GetValues<LimitScope>())
        {
            foreach (var problem in Of(scope).Problems($"{Path}:{scope}"))
                yield return problem;
        }

        foreach (var scope in (LimitScope[])[LimitScope.Address, LimitScope.Subject, LimitScope.Client])
        {
            if (Of(scope).PerSubject)
                yield return $"{Path}:{scope}:PerSubject: is for Server and Tool; remove it here.";
        }

        if (LocalShare is not (>= 0.01 and <= 1))
            yield return $"{Path}:LocalShare: must be between 0.01 and 1.";
        if (LeaseTime < TimeSpan.FromSeconds(3) || LeaseTime > TimeSpan.FromHours(1))
            yield return $"{Path}:LeaseTime: must be between 00:00:03 and 01:00:00.";
    }
}
