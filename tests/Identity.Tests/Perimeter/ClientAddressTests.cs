using System.Net;
using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Tests.Running;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Identity.Tests.Perimeter;

/// <summary>Who is counted as whom.</summary>
public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::", "2001:db8:1:2::/64")]
    [InlineData("::1", "::1")]
    public void Of_address_is_the_subscriber_behind_it(string address, string expected)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };

        Assert.Equal(expected, ClientAddress.Of(context));
    }

    [Fact]
    public async Task Forwarded_address_is_not_believed_of_strangers_even_where_publishing_says_so()
    {
        await using var host = await StartAsync(knownProxy: null);

        Assert.Equal(1, await CountOfTwoAddressesAsync(host));
    }

    [Fact]
    public async Task Forwarded_address_is_believed_of_a_known_proxy()
    {
        await using var host = await StartAsync(knownProxy: "127.0.0.0/8");

        Assert.Equal(2, await CountOfTwoAddressesAsync(host));
    }

    private static Task<IdentityHost> StartAsync(string? knownProxy) => IdentityHost.StartAsync(new()
    {
        Extra = new Dictionary<string, string?>
        {
            ["FORWARDEDHEADERS_ENABLED"] = "true",
            ["Identity:KnownProxies:0"] = knownProxy,
            ["Identity:Registration:MaxPerAddress"] = "1",
        },
    });

    /// <summary>
    /// How many of two registrations, said to come from two addresses, are let through a limit of one each.
    /// </summary>
    private static async Task<int> CountOfTwoAddressesAsync(IdentityHost host)
    {
        using var client = host.NewClient();
        var accepted = 0;
        foreach (var address in (string[])["192.0.2.1", "192.0.2.2"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/register")
            {
                Content = new StringContent(
                    """{"redirect_uris":["https://app.example/"]}""", System.Text.Encoding.UTF8, "application/json"),
                Headers = { { "X-Forwarded-For", address } },
            };
            if ((await client.AskAsync(request)).Status == HttpStatusCode.Created)
                accepted++;
        }

        return accepted;
    }
}
