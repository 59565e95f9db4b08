namespace McpAspire.Gateway.RateLimiting;

/// <summary>
/// What Redis does in one step. All keys are in KEYS; times are of Redis, because replicas' clocks differ, in
/// microseconds. A bucket is one number, the time at which it will be full again (generic cell rate algorithm).
/// ARGV: the lease, its time, and for each key its kind (r, c or b), how much at once, after how long one comes back, and
/// how many are wanted.
/// </summary>
internal static class LimitScripts
{
    /// <summary>
    /// Nothing is counted unless everything has room. Returns which key has none for longest, and how long.
    /// </summary>
    public const string Acquire =
        """
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
        local lease_time = tonumber(ARGV[2])
        local worst, which, filled, answer = 0, 0, {}, { 0, '0' }
        for i = 1, #KEYS do
          local kind, most, each = ARGV[4 * i - 1], tonumber(ARGV[4 * i]), tonumber(ARGV[4 * i + 1])
          local wait, given = 0, 1
          if kind == 'c' then
            redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', string.format('%.0f', now))
            if redis.call('ZCARD', KEYS[i]) >= most then wait = 1000000 end
          else
            local at = math.max(tonumber(redis.call('GET', KEYS[i]) or '0') or 0, now)
            if kind == 'r' then
              given = math.min(tonumber(ARGV[4 * i + 2]), math.floor((now - at + 1) / each + most))
              if given < 1 then wait = at + each - now - most * each end
              filled[i] = at + each * given
            else
              wait = at - now - most * each
              if wait < 0 then wait = 0 else wait = wait + 1 end
            end
          end
          answer[i + 2] = given
          if wait > worst then worst, which = wait, i end
        end
        if which > 0 then return { which, string.format('%.0f', math.ceil(worst)) } end
        for i = 1, #KEYS do
          if ARGV[4 * i - 1] == 'c' then
            redis.call('ZADD', KEYS[i], string.format('%.0f', now + lease_time), ARGV[1])
            redis.call('PEXPIRE', KEYS[i], string.format('%.0f', math.ceil(lease_time / 1000)))
          elseif filled[i] then
            redis.call('SET', KEYS[i], string.format('%.3f', filled[i]),
              'PX', string.format('%.0f', math.ceil((filled[i] - now) / 1000) + 1))
          end
        end
        return answer
        """;

    /// <summary>ARGV[2] is the number of bytes that went out.</summary>
    public const string Release =
        """
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
        for i = 1, #KEYS do
          if ARGV[4 * i - 1] == 'c' then
            redis.call('ZREM', KEYS[i], ARGV[1])
          elseif ARGV[4 * i - 1] == 'b' then
            local at = math.max(tonumber(redis.call('GET', KEYS[i]) or '0') or 0, now)
            at = at + tonumber(ARGV[2]) * tonumber(ARGV[4 * i + 1])
            if at > now then
              redis.call('SET', KEYS[i], string.format('%.3f', at),
                'PX', string.format('%.0f', math.ceil((at - now) / 1000) + 1))
            end
          end
        end
        return 0
        """;

    public const string Renew =
        """
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
        for i = 1, #KEYS do
          if ARGV[4 * i - 1] == 'c' then
            redis.call('ZADD', KEYS[i], string.format('%.0f', now + tonumber(ARGV[2])), ARGV[1])
            redis.call('PEXPIRE', KEYS[i], string.format('%.0f', math.ceil(tonumber(ARGV[2]) / 1000)))
          end
        end
        return 0
        """;
}
