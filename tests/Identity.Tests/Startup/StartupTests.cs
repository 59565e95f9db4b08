using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.Startup;

/// <summary>The real process, started with settings that do not work.</summary>
public sealed class StartupTests(SharedIdentity identity)
{
    private Dictionary<string, string> Good => new()
    {
        ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
        ["Identity__PublicOrigin"] = "http://localhost:9091",
        ["Identity__Resources__0"] = IdentityHost.Mcp,
        // The data-protection keys in that Redis are sealed with these.
        ["ConnectionStrings__redis"] = identity.Host.Redis.ConnectionString,
        ["Identity__KeysDirectory"] = identity.Host.KeysDirectory,
    };

    [Fact]
    public async Task Missing_settings_are_all_told_at_once_with_remedy_and_without_stack_trace()
    {
        var (code, output) = await RunAsync([]);

        Assert.Equal(1, code);
        foreach (var key in (string[])
        [
            "Identity:PublicOrigin", "Identity:KeysDirectory", "Identity:Resources",
            "ConnectionStrings:identity", "ConnectionStrings:redis",
        ])
        {
            Assert.Contains($"  - {key} is ", output, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Identity__PublicOrigin", "http://id.example.org", "http on a host that is not loopback")]
    [InlineData("Identity__PublicOrigin", "https://id.example.org/", "more than an origin")]
    [InlineData("Identity__PublicOrigin", "https://id.example.org/auth", "more than an origin")]
    [InlineData("Identity__PublicOrigin", "id.example.org", "not a URL")]
    [InlineData("Identity__PublicOrigin", "ftp://id.example.org", "neither https nor http")]
    [InlineData("Identity__AllowedHosts__0", "http://identity:9091", "Identity:AllowedHosts:0")]
    [InlineData("Identity__KnownProxies__0", "proxy", "Identity:KnownProxies:0")]
    [InlineData("Identity__Resources__1", "http://localhost:8080/mcp?x", "Identity:Resources:1")]
    [InlineData("Identity__DefaultResource", "http://localhost:8080/other", "Identity:DefaultResource")]
    [InlineData("Identity__Scopes__0", "two words", "Identity:Scopes:0")]
    [InlineData("Identity__Administrator__Password", "short", "Identity:Administrator:Password is too weak")]
    [InlineData("Identity__Administrator__Reset", "true", "Identity:Administrator:Reset is set")]
    [InlineData("Identity__Administrator__Name", "ad min", "Identity:Administrator:Name")]
    [InlineData("Identity__Password__MinLength", "4", "Identity:Password:MinLength")]
    [InlineData("Identity__Password__MinLength", "many", "Identity:Password:MinLength")]
    [InlineData("Identity__Password__MinScore", "5", "Identity:Password:MinScore")]
    [InlineData("Identity__Password__Argon2__MemoryKiB", "64", "Identity:Password:Argon2:MemoryKiB")]
    [InlineData("Identity__Regulation__MaxRetries", "0", "Identity:Regulation:MaxRetries")]
    [InlineData("Identity__RateLimits__Token", "often", "Identity:RateLimits:Token")]
    [InlineData("Identity__Mail__Host", "mail.example.org", "Identity:Mail:From is missing")]
    [InlineData("Identity__Reset__LinkLifetime", "2.00:00:00", "Identity:Reset:LinkLifetime")]
    [InlineData("Identity__Totp__Digits", "7", "Identity:Totp:Digits")]
    [InlineData("Identity__ClientDocuments__AllowedDomains__0", "https://a.example", "Identity:ClientDocuments:Allowed")]
    [InlineData("Identity__ClientDocuments__TrustedAuthorities", "/nowhere.pem", "Identity:ClientDocuments:Trusted")]
    [InlineData("Identity__ClientDocuments__Ports__0", "0", "Identity:ClientDocuments:Ports")]
    [InlineData("Identity__ClientDocuments__MaxBytes", "100", "Identity:ClientDocuments:MaxBytes")]
    [InlineData("Identity__Totp__Period", "00:00:05", "Identity:Totp:Period")]
    [InlineData("Identity__Totp__Skew", "3", "Identity:Totp:Skew")]
    [InlineData("Identity__Totp__Algorithm", "Md5", "Identity:Totp:Algorithm")]
    [InlineData("Identity__Passkeys__UserVerification", "maybe", "Identity:Passkeys:UserVerification")]
    [InlineData("Identity__Passkeys__Timeout", "01:00:00", "Identity:Passkeys:Timeout")]
    [InlineData("Identity__Session__Inactivity", "00:00:10", "Identity:Session:Inactivity")]
    [InlineData("Identity__Session__Absolute", "00:01:00", "Identity:Session:Absolute")]
    [InlineData("Identity__Tokens__AccessTokenLifetime", "2.00:00:00", "Identity:Tokens:AccessTokenLifetime")]
    [InlineData("Identity__Registration__Schemes__0", "javascript", "Identity:Registration:Schemes")]
    [InlineData("Identity__TrustedIssuers__0__Issuer", "http://idp", "Identity:TrustedIssuers:0:Issuer")]
    [InlineData("Identity__Registration__UnusedAge", "00:10:00", "Identity:Registration:UnusedAge")]
    [InlineData("Identity__Registration__InitialAccessToken", "short", "Identity:Registration:InitialAccessToken")]
    [InlineData("Identity__OAuth__PushedRequestLifetime", "01:00:00", "Identity:OAuth:PushedRequestLifetime")]
    [InlineData("Identity__Clients__job__Secret", "short", "Identity:Clients:job:Secret has less than")]
    [InlineData("ConnectionStrings__identity", "identity.db", "ConnectionStrings:identity")]
    [InlineData("OPERATOR_PORT", "9092", "Identity:Operator:Key is missing")]
    [InlineData("OPERATOR_PORT", "all", "OPERATOR_PORT is 'all'")]
    public async Task Wrong_setting_is_told_by_its_key(string key, string value, string expected)
    {
        using var data = new TempData();
        var (code, output) = await RunAsync(new(data.With(Good)) { [key] = value });

        Assert.Equal(1, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unreadable_and_missing_settings_are_told_together()
    {
        var (code, output) = await RunAsync(new()
        {
            ["Identity__Password__MinLength"] = "many",
            ["Identity__Session__Absolute"] = "soon",
        });

        Assert.Equal(1, code);
        Assert.Contains("'Identity:Password:MinLength'", output, StringComparison.Ordinal);
        Assert.Contains("'Identity:Session:Absolute'", output, StringComparison.Ordinal);
        Assert.Contains("Identity:PublicOrigin is missing", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Administrator_without_password_is_told_when_there_is_none_yet()
    {
        using var data = new TempData();

        var (code, output) = await RunAsync(data.With(Good));

        Assert.Equal(1, code);
        Assert.Contains("Identity:Administrator:Password is missing", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_in_use_is_told()
    {
        using var data = new TempData();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var (code, output) = await RunAsync(new(data.With(Good))
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["Identity__Administrator__Password"] = IdentityHost.AdministratorPassword,
        });

        Assert.Equal(1, code);
        Assert.Contains($"127.0.0.1:{port}: address already in use", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> RunAsync(Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(Program).Assembly.Location },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }

    private sealed class TempData : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("identity-start-").FullName;

        public Dictionary<string, string> With(Dictionary<string, string> settings) => new(settings)
        {
            ["ConnectionStrings__identity"] = $"Data Source={Path.Combine(_path, "identity.db")}",
        };

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
