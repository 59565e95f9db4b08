namespace McpAspire.Gateway.RateLimiting;

/// <summary>All that is counted for a request.</summary>
internal static class LimitList
{
    private static readonly LimitScope[] Scopes = Enum.GetValues<LimitScope>();

    public static IReadOnlyList<Limit> Of(in LimitCaller caller, Func<LimitScope, LimitValue?> valueOf, double share)
    {
        List<Limit>? limits = null;
        foreach (var scope in Scopes)
        {
            if (valueOf(scope) is not { IsSet: true } value
                || LimitKeys.Of(scope, caller, value.PerSubject) is not { } key)
                continue;

            Add(limits ??= [], scope, key, share < 1 ? value.Share(share) : value);
        }

        return limits ?? (IReadOnlyList<Limit>)[];
    }

    private static void Add(List<Limit> limits, LimitScope scope, string key, LimitValue value)
    {
        var window = value.Window.TotalMicroseconds;
        if (value.Requests > 0)
        {
            var burst = value.Burst > 0 ? value.Burst : value.Requests;
            limits.Add(new Limit(scope, LimitKind.Requests, $"{key}:r", burst, window / value.Requests));
        }

        if (value.Concurrency > 0)
            limits.Add(new Limit(scope, LimitKind.Concurrency, $"{key}:c", value.Concurrency, 0));
        if (value.BytesOut > 0)
            limits.Add(new Limit(scope, LimitKind.BytesOut, $"{key}:b", value.BytesOut, window / value.BytesOut));
    }
}
