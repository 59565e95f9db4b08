namespace McpAspire.Identity.Outbound;

/// <summary>For how long an answer may be used without asking again (RFC 9111, section 4.2).</summary>
internal static class Freshness
{
    /// <summary>Zero: only once. Null: the server left it to us.</summary>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now)
    {
        var control = response.Headers.CacheControl;
        if (control is { NoStore: true } or { NoCache: true } or { Private: true })
            return TimeSpan.Zero;

        var whole = control?.SharedMaxAge ?? control?.MaxAge ?? FromExpires(response, now);
        var left = whole - (response.Headers.Age ?? TimeSpan.Zero);
        return left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    /// <summary>A date that cannot be read is in the past (RFC 9111, section 5.3).</summary>
    private static TimeSpan? FromExpires(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.Content.Headers.Expires is { } expires)
            return expires - (response.Headers.Date ?? now);
        return response.Content.Headers.Contains("Expires") ? TimeSpan.Zero : null;
    }
}
