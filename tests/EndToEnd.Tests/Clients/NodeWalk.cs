using System.Text.Json;
using McpAspire.EndToEnd.Tests.Node;
using McpAspire.EndToEnd.Tests.People;
using McpAspire.EndToEnd.Tests.Processes;

namespace McpAspire.EndToEnd.Tests.Clients;

/// <summary>What a script of <c>node/clients</c> reported on its way, step by step.</summary>
internal sealed class NodeWalk
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly List<JsonElement> _steps = [];

    public IEnumerable<string> Names => _steps.Select(Name);

    /// <summary>The HTTP exchanges with the endpoint, in order.</summary>
    public IEnumerable<JsonElement> Exchanges(Uri endpoint) => _steps
        .Where(step => Name(step) == "exchange" && step.GetProperty("url").GetString() == endpoint.AbsoluteUri);

    public JsonElement Step(string name) => Assert.Single(_steps, step => Name(step) == name);

    public int IndexOf(JsonElement step) => _steps.IndexOf(step);

    /// <summary>Runs the script on one of <c>walks.mjs</c>; the person allows what it asks for.</summary>
    public static async Task<NodeWalk> RunAsync(
        string script,
        string walkName,
        Uri mcpUrl,
        string revision,
        Person person,
        CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        var folder = await NodePackages.EnsureAsync("clients", deadline.Token);
        var node = await NodePackages.NodeAsync(deadline.Token);
        await using var process = ChildProcess.Start(node, [script, mcpUrl.AbsoluteUri, revision, walkName], folder);

        var walk = new NodeWalk();
        await foreach (var line in process.LinesAsync(deadline.Token))
        {
            var step = JsonSerializer.Deserialize<JsonElement>(line);
            walk._steps.Add(step);
            if (Name(step) != "authorize") continue;

            var request = new Uri(step.GetProperty("url").GetString()!);
            var callback = await person.AuthorizeAsync(request, cancellationToken: deadline.Token);
            await process.WriteLineAsync(callback.AbsoluteUri);
        }

        var end = await process.ExitAsync(Deadline);
        Assert.True(end.ExitCode == 0, $"{script} {revision} {walkName} failed:\n{end.Output}");
        return walk;
    }

    private static string Name(JsonElement step) => step.GetProperty("step").GetString()!;
}
