using McpAspire.Identity.Tests.Regulation;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.Telemetry;

/// <summary>What is counted and timed.</summary>
public sealed class IdentityMetricsTests
{
    private const string Address = "192.0.2.19";

    [Fact]
    public async Task Attempts_are_counted_by_factor_success_and_ban()
    {
        await using var host = await Regulated.StartAsync();
        using var metrics = new MetricRecorder(host);
        var person = await host.NewPersonAsync();

        await host.TryCodeAsync(Address, person, person.Code());
        await host.TryCodeAsync(Address, person, "000000");
        await host.FailAsync(Address, person.Name, times: 2);
        await host.TryAsync(Address, person.Name, person.Password);

        Assert.Equal(
            [
                "banned=false success=false", "banned=false success=false", "banned=false success=true",
                "banned=false success=true", "banned=true success=false",
            ],
            metrics.Of("authn").Order(StringComparer.Ordinal));
        Assert.Equal(
            ["banned=false success=false type=totp", "banned=false success=true type=totp"],
            metrics.Of("authn_second_factor").Order(StringComparer.Ordinal));
        Assert.Contains("success=true type=totp", metrics.Of("authn.duration"));
        await Eventually.HoldsAsync(
            () => metrics.Of("events").Contains("kind=banned success=true"), "the ban is counted");
    }

    [Fact]
    public async Task Protocol_endpoints_are_timed_by_their_names_and_nobody_is_named()
    {
        await using var host = await IdentityHost.StartAsync();
        using var metrics = new MetricRecorder(host);
        var person = await host.NewPersonAsync();
        var client = await Client.RegisterAsync(host);

        var tokens = await client.ConnectAsync(await person.SignInAsync());
        await client.RefreshAsync("invented");
        await client.RevokeAsync(tokens.Refresh!);

        await Eventually.HoldsAsync(
            () => metrics.Of("oauth.duration").Contains("code=200 endpoint=revocation"), "the last request is timed");
        Assert.Superset(
            new HashSet<string>
            {
                "code=201 endpoint=registration", "code=302 endpoint=authorization", "code=200 endpoint=token",
                "code=400 endpoint=token",
            },
            metrics.Of("oauth.duration").ToHashSet());
        Assert.Contains("kind=tokenissued success=true", metrics.Of("events"));
        Assert.All(metrics.Measured, line =>
        {
            Assert.DoesNotContain(person.Name, line, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(client.Id, line, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("127.0.0.1", line, StringComparison.Ordinal);
        });
    }
}
