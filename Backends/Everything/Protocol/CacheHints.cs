using ModelContextProtocol.Protocol;

namespace McpAspire.Everything.Protocol;

/// <summary>
/// How long answers stay fresh (2026-07-28, caching): everybody sees the same lists and contents, and every change is
/// announced, so that a shared cache may keep them.
/// </summary>
internal static class CacheHints
{
    private static readonly TimeSpan Lists = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Contents = TimeSpan.FromMinutes(1);

    public static IMcpServerBuilder WithCacheHints(this IMcpServerBuilder builder) =>
        builder.WithRequestFilters(filters => filters
            .AddListToolsFilter(next => async (request, stop) => Fresh(await next(request, stop), Lists))
            .AddListPromptsFilter(next => async (request, stop) => Fresh(await next(request, stop), Lists))
            .AddListResourcesFilter(next => async (request, stop) => Fresh(await next(request, stop), Lists))
            .AddListResourceTemplatesFilter(next => async (request, stop) => Fresh(await next(request, stop), Lists))
            .AddReadResourceFilter(next => async (request, stop) => Fresh(await next(request, stop), Contents)));

    private static T Fresh<T>(T result, TimeSpan duration)
        where T : ICacheableResult
    {
        result.TimeToLive ??= duration;
        result.CacheScope ??= CacheScope.Public;
        return result;
    }
}
