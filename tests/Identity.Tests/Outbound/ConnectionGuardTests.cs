using System.Net;
using System.Net.Sockets;
using McpAspire.Identity.Outbound;

namespace McpAspire.Identity.Tests.Outbound;

/// <summary>What is connected to is what was judged, by the one answer that the name server gave.</summary>
public sealed class ConnectionGuardTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<string> _lookups = [];
    private readonly Dictionary<string, IPAddress[]> _names = [];

    public ConnectionGuardTests() => _listener.Start();

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("017700000001")]
    public async Task Name_of_this_machine_is_refused_and_nobody_is_connected_to(string name)
    {
        var guard = new ConnectionGuard(new OutboundRules { Ports = [Port] });

        await Assert.ThrowsAsync<RefusedConnectionException>(() => ConnectAsync(guard, name));

        Assert.False(_listener.Pending());
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("100.100.100.200")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("0.0.0.0")]
    public async Task Metadata_service_is_refused_even_where_private_addresses_are_not(string address)
    {
        _names["metadata.example"] = [IPAddress.Parse(address)];

        await Assert.ThrowsAsync<RefusedConnectionException>(() => ConnectAsync(Guard(true), "metadata.example"));
    }

    [Fact]
    public async Task Name_with_one_private_address_among_public_ones_is_refused()
    {
        _names["mixed.example"] = [IPAddress.Parse("1.1.1.1"), IPAddress.Loopback];

        await Assert.ThrowsAsync<RefusedConnectionException>(() => ConnectAsync(Guard(false), "mixed.example"));

        Assert.False(_listener.Pending());
    }

    [Fact]
    public async Task Name_is_looked_up_once_so_that_a_second_answer_changes_nothing()
    {
        _names["rebinding.example"] = [IPAddress.Loopback];

        await using var stream = await ConnectAsync(Guard(true), "rebinding.example");
        using var accepted = await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["rebinding.example"], _lookups);
        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)accepted.LocalEndPoint!).Address);
    }

    [Fact]
    public async Task Port_that_is_not_listed_is_refused_before_any_lookup()
    {
        var guard = new ConnectionGuard(new OutboundRules { AllowPrivateAddresses = true }, Resolve);

        await Assert.ThrowsAsync<RefusedConnectionException>(() => ConnectAsync(guard, "app.example"));

        Assert.Empty(_lookups);
    }

    private ConnectionGuard Guard(bool allowPrivate) =>
        new(new OutboundRules { AllowPrivateAddresses = allowPrivate, Ports = [Port] }, Resolve);

    /// <summary>Answers once; whoever asks again gets another address, as from a server that rebinds.</summary>
    private Task<IPAddress[]> Resolve(string name, CancellationToken cancellationToken)
    {
        var answer = _lookups.Contains(name) ? [IPAddress.Parse("1.1.1.1")] : _names[name];
        _lookups.Add(name);
        return Task.FromResult(answer);
    }

    private Task<Stream> ConnectAsync(ConnectionGuard guard, string name) =>
        guard.ConnectAsync(new DnsEndPoint(name, Port), TestContext.Current.CancellationToken);
}
