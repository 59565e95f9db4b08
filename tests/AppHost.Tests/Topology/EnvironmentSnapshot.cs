using System.Globalization;
using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace McpAspire.AppHost.Tests.Topology;

/// <summary>The model as text: resources with endpoints, waits, health checks, commands and variables.</summary>
internal static class EnvironmentSnapshot
{
    private const string DataDirectory = "/mcp-aspire-data";
    private static readonly string[] Names =
        ["redis", "gateway-redis", "everything", "identity", "gateway", "tailscale"];
    private static readonly string[] Secrets =
        ["admin-password", "operator-key", "gateway-key", "redis-password", "gateway-redis-password", "ts-authkey"];

    /// <summary>Each run of the orchestrator says these anew.</summary>
    private static readonly string[] SetByOrchestrator = ["OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES"];

    public static async Task<string> TakeAsync(string[] args, CancellationToken cancellationToken)
    {
        string[] all =
        [
            "--environment=Development",
            $"--Data:Directory={DataDirectory}",
            .. Secrets.Select(name => $"--Parameters:{name}=secret-{name}"),
            .. args,
        ];
        await using var builder =
            await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(all, cancellationToken);
        var resources = Names.Select(name => builder.Resources.Single(resource => resource.Name == name)).ToArray();
        var masks = Allocate(resources);

        var text = new StringBuilder();
        foreach (var resource in resources)
            await DescribeAsync(text, resource, builder.ExecutionContext, masks, cancellationToken);
        return text.ToString();
    }

    /// <summary>
    /// Gives every endpoint two numbers that occur nowhere else, so that they can be told apart in a value.
    /// </summary>
    private static List<(string Value, string Mask)> Allocate(IEnumerable<IResource> resources)
    {
        var masks = Secrets.Select(name => ($"secret-{name}", $"<{name}>")).ToList();
        masks.Add((DataDirectory, "<data>"));
        var next = 40001;
        foreach (var resource in resources)
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                var (port, target) = (next++, next++);
                endpoint.AllocatedEndpoint = new(
                    endpoint, "localhost", port, EndpointBindingMode.SingleAddress, Text(target));
                masks.Add((Text(port), $"<{resource.Name}.{endpoint.Name}.port>"));
                masks.Add((Text(target), $"<{resource.Name}.{endpoint.Name}.target-port>"));
            }
        }

        return masks;
    }

    private static async Task DescribeAsync(
        StringBuilder text,
        IResource resource,
        DistributedApplicationExecutionContext context,
        List<(string Value, string Mask)> masks,
        CancellationToken cancellationToken)
    {
        var annotations = resource.Annotations;
        text.Append(resource.Name).Append('\n');
        List(text, "endpoints", annotations.OfType<EndpointAnnotation>().Select(endpoint =>
            $"{endpoint.Name} {endpoint.UriScheme} {(endpoint.Port is null ? "any port" : "fixed port")}"));
        List(text, "waits for", annotations.OfType<WaitAnnotation>().Select(wait =>
            $"{wait.Resource.Name} {wait.WaitType}"));
        List(text, "health checks", annotations.OfType<HealthCheckAnnotation>().Select(check => check.Key));
        List(text, "commands", annotations.OfType<ResourceCommandAnnotation>()
            .Where(command => IsOurs(command.Name))
            .Select(command => $"{command.Name}: {command.DisplayName}"));
        List(text, "start", annotations.OfType<ExplicitStartupAnnotation>().Select(_ => "explicit"));

        var configuration = await ExecutionConfigurationBuilder.Create(resource).WithEnvironmentVariablesConfig()
            .BuildAsync(context, NullLogger.Instance, cancellationToken);
        Assert.Null(configuration.Exception);
        List(text, "environment", configuration.EnvironmentVariables.Select(variable =>
            SetByOrchestrator.Contains(variable.Key)
                ? $"{variable.Key}=<set by the orchestrator>"
                : $"{variable.Key}={Mask(variable.Value, masks)}"));
        text.Append('\n');
    }

    /// <summary>Aspire has commands of its own for starting, stopping and building.</summary>
    private static bool IsOurs(string command) =>
        command is "reset-administrator" or "sign-out-everyone";

    private static void List(StringBuilder text, string title, IEnumerable<string> entries)
    {
        var sorted = entries.Order(StringComparer.Ordinal).ToArray();
        if (sorted.Length == 0)
            return;
        text.Append("  ").Append(title).Append('\n');
        foreach (var entry in sorted)
            text.Append("    ").Append(entry).Append('\n');
    }

    private static string Mask(string value, List<(string Value, string Mask)> masks) =>
        masks.Aggregate(value, (text, mask) => text.Replace(mask.Value, mask.Mask, StringComparison.Ordinal));

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
