using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    public static IResourceBuilder<T> WithCommand<T>(
        this IResourceBuilder<T> builder,
        string name,
        string displayName,
        Func<ExecuteCommandContext, Task<ExecuteCommandResult>> executeCommand,
        CommandOptions? commandOptions = null)
        where T : IResource =>
        builder.WithAnnotation(
            new ResourceCommandAnnotation(name, displayName, executeCommand, commandOptions ?? new()));

    /// <summary>A command that is a request to the resource itself.</summary>
    public static IResourceBuilder<TResource> WithHttpCommand<TResource>(
        this IResourceBuilder<TResource> builder,
        string path,
        string displayName,
        string? endpointName = null,
        string? commandName = null,
        HttpCommandOptions? commandOptions = null)
        where TResource : IResourceWithEndpoints
    {
        var options = commandOptions ?? new();
        var endpoint = builder.GetEndpoint(endpointName ?? "http");
        var method = options.Method ?? HttpMethod.Post;
        var name = commandName
            ?? $"{builder.Resource.Name}-{endpoint.EndpointName}-http-{method.Method.ToLowerInvariant()}-{path}";
        builder.ApplicationBuilder.Services.AddHttpClient();
        return builder.WithCommand(
            name, displayName, context => SendAsync(context, endpoint, path, method, options), options);
    }

    private static async Task<ExecuteCommandResult> SendAsync(
        ExecuteCommandContext context,
        EndpointReference endpoint,
        string path,
        HttpMethod method,
        HttpCommandOptions options)
    {
        if (!endpoint.IsAllocated)
            return CommandResults.Failure($"{endpoint.Resource.Name} does not run.");

        using var request = new HttpRequestMessage(method, endpoint.Url + path);
        if (options.PrepareRequest is not null)
        {
            await options.PrepareRequest(new()
            {
                Services = context.Services,
                ResourceName = context.ResourceName,
                Endpoint = endpoint,
                CancellationToken = context.CancellationToken,
                Request = request,
            });
        }

        using var client = context.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        using var response = await client.SendAsync(request, context.CancellationToken);
        if (options.GetCommandResult is not null)
        {
            return await options.GetCommandResult(new()
            {
                Services = context.Services,
                ResourceName = context.ResourceName,
                Endpoint = endpoint,
                CancellationToken = context.CancellationToken,
                Response = response,
            });
        }

        return response.IsSuccessStatusCode
            ? CommandResults.Success()
            : CommandResults.Failure($"The request failed with {(int)response.StatusCode}.");
    }
}
