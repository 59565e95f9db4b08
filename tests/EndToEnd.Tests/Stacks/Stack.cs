using System.Security.Cryptography;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using McpAspire.EndToEnd.Tests.Attacks;
using McpAspire.EndToEnd.Tests.OAuth;
using McpAspire.EndToEnd.Tests.People;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace McpAspire.EndToEnd.Tests.Stacks;

/// <summary>The whole graph, started as the AppHost describes it, with everything healthy.</summary>
public sealed class Stack : IAsyncDisposable
{
    private const string Server = "everything";
    private const string OperatorKey = "the-operators-key-for-tests";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly string[] Resources = ["redis", "identity", "everything", "gateway"];

    private readonly DistributedApplication _app;
    private readonly string? _temporaryDirectory;
    private Task<OAuthClient>? _client;
    private bool _isStopped;

    private Stack(
        DistributedApplication app, LogRecorder logs, string dataDirectory, bool ownsDirectory, string password)
    {
        _app = app;
        Logs = logs;
        _temporaryDirectory = ownsDirectory ? dataDirectory : null;
        DataDirectory = dataDirectory;
        Gateway = app.GetEndpoint("gateway", "http");
        Issuer = app.GetEndpoint("identity", "http");
        BackendUrl = new Uri(app.GetEndpoint(Server, "http"), "/mcp");
        Operator = app.GetEndpoint("identity", "operator");
        Administrator = new Person(Issuer, "admin", password);
    }

    /// <summary>Where the gateway answers.</summary>
    public Uri Gateway { get; }

    /// <summary>Where identity answers; as an issuer it is called <see cref="IssuerName"/>.</summary>
    public Uri Issuer { get; }

    private Uri Operator { get; }

    /// <summary>Without a slash at the end, and compared as text (RFC 8414 section 3.3).</summary>
    public string IssuerName => Issuer.GetLeftPart(UriPartial.Authority);

    /// <summary>The backend without the gateway before it.</summary>
    public Uri BackendUrl { get; }

    public Uri McpUrl => new(Gateway, $"/mcp/{Server}");

    /// <summary>All servers behind one endpoint.</summary>
    public Uri FederationUrl => new(Gateway, "/mcp");

    /// <summary>What a token's audience must be: the endpoint's URL as text.</summary>
    public string Resource => McpUrl.AbsoluteUri;

    public Uri ResourceMetadataUrl => new(Gateway, $"/.well-known/oauth-protected-resource/mcp/{Server}");

    public string DataDirectory { get; }

    /// <summary>The key that identity signs with at first; null on the data of an earlier stack.</summary>
    internal string? SigningPem { get; private init; }

    internal Person Administrator { get; }

    internal LogRecorder Logs { get; }

    internal HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    internal static async Task<Stack> StartAsync(
        StackOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new StackOptions();
        var directory = options.DataDirectory ?? Directory.CreateTempSubdirectory("mcpaspire-e2e-").FullName;
        var signingPem = options.DataDirectory is null ? SigningKey.Plant(directory) : null;
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(12));
        var logs = new LogRecorder();

        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            [
                $"--Data:Directory={directory}",
                $"--Parameters:admin-password={password}",
                $"--Parameters:operator-key={OperatorKey}",
                .. Ports(options.Ports),
                .. options.Arguments,
            ],
            cancellationToken);
        Set(Project(builder, "identity"), options.Identity);
        Set(Project(builder, Server), options.Everything);
        if (options.HasSecondServer) SecondServer.AddTo(builder, Project(builder, "gateway"));
        builder.Services.AddLogging(logging => logging.ClearProviders().AddProvider(logs));
        var app = await builder.BuildAsync(cancellationToken);
        try
        {
            await app.StartAsync(cancellationToken).WaitAsync(StartLimit, cancellationToken);
            foreach (var resource in Resources)
                await app.ResourceNotifications.WaitForResourceHealthyAsync(resource, cancellationToken)
                    .WaitAsync(StartLimit, cancellationToken);
        }
        catch (Exception failure)
        {
            await app.DisposeAsync();
            logs.Dispose();
            throw new InvalidOperationException($"The stack did not become healthy.\n{logs.Tail()}", failure);
        }

        return new Stack(app, logs, directory, options.DataDirectory is null, password) { SigningPem = signingPem };
    }

    internal ValueTask<string?> ConnectionStringAsync(string resource, CancellationToken cancellationToken) =>
        _app.GetConnectionStringAsync(resource, cancellationToken);

    /// <summary>A command of the operator.</summary>
    internal async Task CommandAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Operator, path));
        request.Headers.Authorization = new("Bearer", OperatorKey);
        using var response = await Http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>A client for all who need just any: registrations are limited.</summary>
    internal Task<OAuthClient> ClientAsync(CancellationToken cancellationToken) =>
        _client ??= RegisterAsync("By hand", cancellationToken);

    internal Task<OAuthClient> RegisterAsync(string name, CancellationToken cancellationToken) =>
        OAuthClient.RegisterAsync(Http, Issuer, name, cancellationToken);

    /// <summary>New tokens of the administrator for that client.</summary>
    internal async Task<TokenAnswer> SignInAsync(CancellationToken cancellationToken)
    {
        var client = await ClientAsync(cancellationToken);
        return await client.SignInAsync(Administrator, Resource, cancellationToken);
    }

    private static IResourceBuilder<ProjectResource> Project(
        IDistributedApplicationTestingBuilder builder, string name) => builder.CreateResourceBuilder(
            builder.Resources.OfType<ProjectResource>().Single(known => known.Name == name));

    private static void Set(
        IResourceBuilder<ProjectResource> project, IReadOnlyDictionary<string, string> settings)
    {
        foreach (var (name, value) in settings)
            project.WithEnvironment(name, value);
    }

    /// <summary>Aspire's testing builder gives every endpoint any port unless it is told not to.</summary>
    private static string[] Ports((int Gateway, int Identity)? ports) => ports is null
        ? []
        :
        [
            "--DcpPublisher:RandomizePorts=false",
            $"--Ports:Gateway={ports.Value.Gateway}",
            $"--Ports:Identity={ports.Value.Identity}",
        ];

    /// <summary>Stops all processes; what they wrote and what the person remembers stays.</summary>
    internal async Task StopAsync()
    {
        if (_isStopped) return;
        _isStopped = true;
        await _app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Administrator.Dispose();
        await StopAsync();
        Logs.Dispose();
        if (_temporaryDirectory is not null) Directory.Delete(_temporaryDirectory, recursive: true);
    }
}
