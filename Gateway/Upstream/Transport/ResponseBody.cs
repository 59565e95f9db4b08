using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>Reads a body that is one message into a rented array.</summary>
internal static class ResponseBody
{
    private const int FirstRead = 4 * 1024;

    public static async Task<PooledBody> ReadAsync(
        UpstreamResponse response, int limit, CancellationToken cancellationToken)
    {
        var announced = response.Content.Headers.ContentLength;
        if (announced > limit)
            throw UpstreamFaults.Unusable("The answer is larger than Mcp:MaxResultBytes.");

        // One byte more than announced, so that the end is seen without growing.
        var body = new PooledBody((int)(announced + 1 ?? FirstRead));
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            int read;
            while ((read = await stream.ReadAsync(body.Free, cancellationToken)) > 0)
            {
                body.Advance(read);
                if (body.Length > limit)
                    throw UpstreamFaults.Unusable("The answer is larger than Mcp:MaxResultBytes.");
                if (body.Free.IsEmpty)
                    body.Grow(body.Length * 2);
            }

            return body;
        }
        catch (Exception exception)
        {
            body.Dispose();
            throw exception switch
            {
                OperationCanceledException when !cancellationToken.IsCancellationRequested =>
                    UpstreamFaults.TimedOut(exception),
                IOException => UpstreamFaults.Unusable("The answer broke off.", exception),
                _ => exception,
            };
        }
    }
}
