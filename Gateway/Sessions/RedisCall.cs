using StackExchange.Redis;

namespace McpAspire.Gateway.Sessions;

/// <summary>Awaits Redis on behalf of code that knows nothing of it.</summary>
internal static class RedisCall
{
    /// <exception cref="SharedStateException">Redis is away or too slow.</exception>
    public static async ValueTask<T> AwaitAsync<T>(Task<T> task, CancellationToken cancellationToken)
    {
        try
        {
            return await task.WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            throw new SharedStateException(exception);
        }
    }
}
