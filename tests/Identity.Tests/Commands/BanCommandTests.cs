using McpAspire.Identity.Tests.Regulation;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.Commands;

/// <summary>Commands that look at bans and lift them.</summary>
public sealed class BanCommandTests
{
    private const string Address = "192.0.2.18";

    [Fact]
    public async Task Ban_is_listed_and_lifted_at_once()
    {
        await using var host = await Regulated.StartAsync();
        var person = await host.NewPersonAsync();
        await host.FailAsync(Address, person.Name, times: 3);
        Regulated.AssertRefused(await host.TryAsync(Address, person.Name, person.Password));

        var list = await CommandProcess.RunAsync(host, "ban", "list", "--json");
        var lifted = await CommandProcess.RunAsync(host, "ban", "lift", "address", Address);

        Assert.Equal(Address, Assert.Single(list.Json.EnumerateArray()).GetProperty("subject").GetString());
        Assert.Equal((0, "The ban was lifted."), (lifted.Code, lifted.Output.Trim()));
        Regulated.AssertAccepted(await host.TryAsync(Address, person.Name, person.Password));
        Assert.Contains("Nobody is banned.", (await CommandResult.OfAsync(host, "ban", "list")).Output,
            StringComparison.Ordinal);
    }
}
