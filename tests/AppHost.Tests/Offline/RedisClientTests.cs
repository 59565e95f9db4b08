using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using McpAspire.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace McpAspire.AppHost.Tests.Offline;

public sealed class RedisClientTests : IDisposable
{
    private const string Source = "OpenTelemetry.Instrumentation.StackExchangeRedis";
    private readonly LocalRedis _redis = new();

    [Fact]
    public async Task Service_WhileRedisIsAway_StartsAndIsUnhealthy_AndRecovers()
    {
        await using var app = Build(_redis.ConnectionString, builder => builder.AddRedisClient("redis"));
        app.MapHealthChecks("/health");
        await app.StartAsync(Cancellation);
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };

        using var before = await client.GetAsync("/health", Cancellation);
        _redis.Start();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, before.StatusCode);
        await Eventually.HoldsAsync(async () =>
        {
            using var answer = await client.GetAsync("/health", Cancellation);
            return answer.StatusCode == HttpStatusCode.OK;
        }, "the service is healthy");
    }

    [Fact]
    public async Task Commands_BelowAnActivity_BecomeSpansThatHoldNoKeysOrValues()
    {
        _redis.Start();
        var spans = new ConcurrentQueue<Activity>();
        using var parents = new ActivitySource(nameof(RedisClientTests));
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is Source or nameof(RedisClientTests),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.Source.Name == Source)
                    spans.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var app = Build(_redis.ConnectionString, builder => builder.AddRedisClient("redis"));
        var connection = app.Services.GetRequiredService<IConnectionMultiplexer>();
        await Eventually.HoldsAsync(() => connection.IsConnected, "the client is connected");

        ActivityTraceId trace;
        using (var parent = parents.StartActivity("request"))
        {
            trace = parent!.TraceId;
            await connection.GetDatabase().StringSetAsync("private-key", "private-value");
        }

        await Eventually.HoldsAsync(() => spans.Any(span => span.TraceId == trace), "the command is a span");
        var span = spans.Single(span => span.TraceId == trace);
        Assert.Equal("SET", span.DisplayName);
        Assert.Equal(ActivityKind.Client, span.Kind);
        Assert.Equal("redis", span.GetTagItem("db.system.name"));
        Assert.DoesNotContain(span.TagObjects, tag => $"{tag.Value}".Contains("private", StringComparison.Ordinal));
    }

    [Fact]
    public async Task KeyedClients_HaveConnectionsOfTheirOwn()
    {
        _redis.Start();
        await using var app = Build(_redis.ConnectionString, builder =>
        {
            builder.AddRedisClient("redis");
            builder.AddKeyedRedisClient("redis");
        });

        var plain = app.Services.GetRequiredService<IConnectionMultiplexer>();
        var keyed = app.Services.GetRequiredKeyedService<IConnectionMultiplexer>("redis");

        Assert.NotSame(plain, keyed);
        await Eventually.HoldsAsync(() => plain.IsConnected && keyed.IsConnected, "both clients are connected");
    }

    [Fact]
    public async Task Client_WithoutAConnectionString_NamesTheSetting()
    {
        await using var app = Build("", builder => builder.AddRedisClient("redis"));

        var error = Assert.Throws<InvalidOperationException>(
            () => app.Services.GetRequiredService<IConnectionMultiplexer>());

        Assert.Contains("ConnectionStrings:redis", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _redis.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static WebApplication Build(string connectionString, Action<IHostApplicationBuilder> add)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["ConnectionStrings:redis"] = connectionString;
        add(builder);
        return builder.Build();
    }
}
