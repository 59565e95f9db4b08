using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>Reads a body that is one message into a rented array.</summary>
internal static class ResponseBody
{
    private const int FirstRead = 4 * 1024;

    public static async Task<PooledBody> ReadAsync(
        UpstreamResponse response, int limit, CancellationToken cancellationToken)
    {
        var announced = Announced(response, limit);
        // One byte more than announced, so that the end is seen without growing.
        var body = new PooledBody((int)(announced + 1 ?? FirstRead));
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            await ReadRestAsync(stream, body, limit, cancellationToken);
            return body;
        }
        catch (Exception exception)
        {
            body.Dispose();
            throw Fault(exception, cancellationToken);
        }
    }

    /// <summary>Reads so much that it is clear whether the body is large; null with it in whole if it is not.</summary>
    public static async Task<(PooledBody Body, Stream? More)> BeginAsync(
        UpstreamResponse response, int limit, CancellationToken cancellationToken)
    {
        if (Announced(response, limit) <= LargeResult.Threshold)
            return (await ReadAsync(response, limit, cancellationToken), null);

        var body = new PooledBody(FirstRead);
        Stream? stream = null;
        try
        {
            stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var hasEnded = await ReadUntilAsync(stream, body, LargeResult.Threshold, cancellationToken);
            if (hasEnded)
                await stream.DisposeAsync();
            return (body, hasEnded ? null : stream);
        }
        catch (Exception exception)
        {
            body.Dispose();
            if (stream is not null)
                await stream.DisposeAsync();
            throw Fault(exception, cancellationToken);
        }
    }

    public static async Task ReadRestAsync(
        Stream stream, PooledBody body, int limit, CancellationToken cancellationToken)
    {
        try
        {
            if (!await ReadUntilAsync(stream, body, (long)limit + 1, cancellationToken))
                throw TooLarge();
        }
        catch (Exception exception)
        {
            throw Fault(exception, cancellationToken);
        }
    }

    public static UpstreamException TooLarge() =>
        UpstreamFaults.Unusable("The answer is larger than Mcp:MaxResultBytes.");

    /// <summary>What to throw for what went wrong while a body was read.</summary>
    public static Exception Fault(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException when !cancellationToken.IsCancellationRequested =>
            UpstreamFaults.TimedOut(exception),
        IOException => UpstreamFaults.Unusable("The answer broke off.", exception),
        _ => exception,
    };

    private static long? Announced(UpstreamResponse response, int limit)
    {
        var announced = response.Content.Headers.ContentLength;
        return announced > limit ? throw TooLarge() : announced;
    }

    /// <summary>Whether it ended before it was so long.</summary>
    private static async ValueTask<bool> ReadUntilAsync(
        Stream stream, PooledBody body, long length, CancellationToken cancellationToken)
    {
        int read;
        while ((read = await stream.ReadAsync(body.Free, cancellationToken)) > 0)
        {
            body.Advance(read);
            if (body.Length >= length)
                return false;
            if (body.Free.IsEmpty)
                body.Grow(body.Length * 2);
        }

        return true;
    }
}
