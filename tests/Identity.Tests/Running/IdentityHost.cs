using System.Net;
using System.Net.Sockets;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Totp;
using McpAspire.Identity.Users;
using McpAspire.Shared;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;

namespace McpAspire.Identity.Tests.Running;

/// <summary>The service on real Kestrel, with a real Redis and an SQLite file of its own.</summary>
public sealed class IdentityHost : IAsyncDisposable
{
    public const string OperatorKey = "the-operators-key-for-tests";
    public const string AdministratorPassword = "one-time password of the test";
    public const string Mcp = "http://localhost:8080/mcp";
    public const string DefaultResource = $"{Mcp}/everything";

    private const string Password = "a password that is long enough";

    private readonly IdentityFactory _factory;
    private readonly int _port;
    private IdentityHost? _replica;
    private int _requests;
    private readonly string _directory;
    private readonly bool _ownsData;

    private IdentityHost(IdentityHostSettings settings, RedisServer redis, string directory)
    {
        Redis = redis;
        _directory = directory;
        _ownsData = settings.Directory is null;
        Origin = new Uri(settings.Origin);
        OperatorPort = Ports.TakeFree();
        _factory = new IdentityFactory(SettingsOf(settings), Clock, Hasher, Logs);
        _factory.UseKestrel();
        _factory.StartServer();
        var addresses = _factory.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        _port = addresses.Addresses.Select(address => new Uri(address).Port).First(port => port != OperatorPort);
    }

    public Uri Origin { get; }

    public int OperatorPort { get; }

    public IServiceProvider Services => _factory.Services;

    internal RedisServer Redis { get; }

    internal ShiftedClock Clock { get; } = new();

    internal CountingHasher Hasher { get; } = new();

    internal LogRecorder Logs { get; } = new();

    public string DatabaseFile => Path.Combine(_directory, "identity.db");

    public string KeysDirectory => Path.Combine(_directory, "keys");

    internal static async Task<IdentityHost> StartAsync(IdentityHostSettings? settings = null)
    {
        settings ??= new IdentityHostSettings();
        var directory = settings.Directory ?? Directory.CreateTempSubdirectory("identity-tests-").FullName;
        var redis = settings.Redis ?? await RedisServer.StartNewAsync();
        try
        {
            return new IdentityHost(settings, redis, directory);
        }
        catch (Exception) when (settings.Redis is null)
        {
            await redis.DisposeAsync();
            throw;
        }
    }

    /// <summary>A browser with cookies of its own.</summary>
    internal Browser NewBrowser() => new(NewClient(), this);

    /// <summary>A browser that says this of itself.</summary>
    internal Browser NewBrowser(string userAgent)
    {
        var client = NewClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);
        return new Browser(client, this);
    }

    /// <summary>
    /// A client that reaches the public listener whatever host the address names, and follows no redirect. With a
    /// replica, every request goes to the other one than the last.
    /// </summary>
    public HttpClient NewClient() => NewClient(NextPort, Origin, _replica is null);

    /// <summary>From now on the clients of this host talk to the other one as well.</summary>
    internal void TakeTurnsWith(IdentityHost replica) => _replica = replica;

    public HttpClient NewOperatorClient(string? key = OperatorKey)
    {
        var client = NewClient(() => OperatorPort, new Uri($"http://localhost:{OperatorPort}"), true);
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    /// <summary>Somebody with a password and an enrolled authenticator app.</summary>
    internal async Task<Person> NewPersonAsync(params string[] groups)
    {
        await using var scope = Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var roles = scope.ServiceProvider.GetRequiredService<RoleManager<Group>>();
        var account = new Account { Id = Guid.NewGuid(), UserName = $"user-{Guid.NewGuid():N}" };
        (await accounts.CreateAsync(account, Password)).ThrowIfFailed();
        foreach (var group in groups)
        {
            if (!await roles.RoleExistsAsync(group))
                (await roles.CreateAsync(new Group { Id = Guid.NewGuid(), Name = group })).ThrowIfFailed();
            (await accounts.AddToRoleAsync(account, group)).ThrowIfFailed();
        }

        return await EnrolledAsync(scope.ServiceProvider, account);
    }

    /// <summary>The first administrator, as after the first sign-in.</summary>
    internal async Task<Person> NewAdministratorAsync()
    {
        await using var scope = Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = (await scope.ServiceProvider.GetRequiredService<Administrator>().FindAsync())!;
        account.PasswordHash = accounts.PasswordHasher.HashPassword(account, Password);
        account.PasswordIsOneTime = false;
        (await accounts.UpdateAsync(account)).ThrowIfFailed();
        return await EnrolledAsync(scope.ServiceProvider, account);
    }

    /// <summary>Gives the account a new security stamp, as every change of its factors does.</summary>
    internal Task SetStampAsync(Guid accountId) => InDatabaseAsync(async services =>
    {
        var accounts = services.GetRequiredService<UserManager<Account>>();
        var account = await accounts.FindByIdAsync(accountId.ToString());
        return await accounts.UpdateSecurityStampAsync(account!);
    });

    public async Task<T> InDatabaseAsync<T>(Func<IServiceProvider, Task<T>> look)
    {
        await using var scope = Services.CreateAsyncScope();
        return await look(scope.ServiceProvider);
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        if (!_ownsData)
            return;

        await Redis.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<Person> EnrolledAsync(IServiceProvider services, Account account)
    {
        var secret = KeyGeneration.GenerateRandomKey(TotpParameters.Usual.SecretBytes);
        var id = Guid.NewGuid();
        var database = services.GetRequiredService<IdentityDatabase>();
        database.Authenticators.Add(new Authenticator
        {
            Id = id,
            AccountId = account.Id,
            SealedSecret = services.GetRequiredService<TotpSecrets>().Seal(secret, id),
            CreatedAt = Clock.GetUtcNow(),
            ConfirmedAt = Clock.GetUtcNow(),
        });
        await database.SaveChangesAsync();
        return new Person(this, account.Id, account.UserName!, Password, secret, id);
    }

    private int NextPort() =>
        _replica is not null && Interlocked.Increment(ref _requests) % 2 == 0 ? _replica._port : _port;

    private static HttpClient NewClient(Func<int> port, Uri origin, bool keepsConnections)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = keepsConnections ? Timeout.InfiniteTimeSpan : TimeSpan.Zero,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, port(), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        // TLS ends at the proxy, so the service itself is always spoken to in plain http.
        var address = new UriBuilder(origin) { Scheme = "http" }.Uri;
        return new HttpClient(handler) { BaseAddress = address, DefaultRequestHeaders = { Host = origin.Authority } };
    }

    private Dictionary<string, string?> SettingsOf(IdentityHostSettings settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["OPERATOR_PORT"] = $"{OperatorPort}",
            ["Identity:PublicOrigin"] = settings.Origin,
            ["Identity:Resources:0"] = Mcp,
            ["Identity:DefaultResource"] = DefaultResource,
            ["Identity:KeysDirectory"] = KeysDirectory,
            ["Identity:Administrator:Password"] = AdministratorPassword,
            ["Identity:Operator:Key"] = OperatorKey,
            // The least that is allowed: the tests hash hundreds of passwords.
            ["Identity:Password:Argon2:MemoryKiB"] = "7168",
            ["Identity:Password:Argon2:Iterations"] = "1",
            ["Identity:Password:Argon2:Parallelism"] = "1",
            // All tests come from one address, and some are wrong on purpose.
            ["Identity:Regulation:MaxRetries"] = "100000",
            ["Identity:Regulation:FailureDelay:Floor"] = "00:00:00",
            ["Identity:Regulation:FailureDelay:Growth"] = "00:00:00",
            ["Identity:RateLimits:Enabled"] = "false",
            ["Identity:Registration:MaxPerAddress"] = "100000",
            ["Identity:Registration:MaxClients"] = "100000",
            ["ConnectionStrings:identity"] = settings.Database ?? $"Data Source={DatabaseFile}",
            ["ConnectionStrings:redis"] = Redis.ConnectionString,
        };
        foreach (var (key, value) in settings.Extra)
            all[key] = value;
        return all;
    }
}
