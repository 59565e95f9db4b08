using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.AppHost.Tests.Graph;

/// <summary>The whole application, started as the AppHost describes it.</summary>
internal sealed class RunningGraph : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly IDistributedApplicationTestingBuilder _builder;

    private RunningGraph(IDistributedApplicationTestingBuilder builder, DistributedApplication application)
    {
        _builder = builder;
        Application = application;
    }

    public DistributedApplication Application { get; }

    public static async Task<RunningGraph> StartAsync(
        string dataDirectory, string[]? args = null, Action<IServiceCollection>? configure = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["--environment=Development", $"--Data:Directory={dataDirectory}", .. args ?? []], cancellation);
        configure?.Invoke(builder.Services);
        var graph = new RunningGraph(builder, await builder.BuildAsync(cancellation));
        try
        {
            await graph.Application.StartAsync(cancellation);
            foreach (var resource in new[] { "redis", "gateway-redis", "everything", "identity", "gateway" })
            {
                await graph.Application.ResourceNotifications.WaitForResourceHealthyAsync(resource, cancellation)
                    .WaitAsync(Patience, cancellation);
            }

            return graph;
        }
        catch
        {
            await graph.DisposeAsync();
            throw;
        }
    }

    public HttpClient ClientOf(string resource) => Application.CreateHttpClient(resource);

    public IResource this[string name] => Application.Services.GetRequiredService<DistributedApplicationModel>()
        .Resources.Single(resource => resource.Name == name);

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        await _builder.DisposeAsync();
    }
}
