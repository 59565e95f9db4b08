using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Routing.Health;
using Microsoft.Extensions.Time.Testing;

namespace McpAspire.Gateway.Tests.Routing.Health;

public sealed class CircuitTests
{
    private static readonly CircuitOptions Options = new() { Failures = 3, Break = TimeSpan.FromSeconds(10) };

    private readonly FakeTimeProvider _time = new();
    private readonly Circuit _circuit;

    public CircuitTests() => _circuit = new Circuit(_time);

    [Fact]
    public void Failed_OftenEnoughInARow_OpensOnce()
    {
        Assert.False(Fail());
        Assert.False(Fail());
        Assert.True(Fail());
        Assert.False(Fail());

        Assert.Equal(CircuitState.Open, _circuit.State);
        Assert.Equal(TimeSpan.FromSeconds(10), _circuit.Rest);
        Assert.False(_circuit.TryBeginTrial());
    }

    [Fact]
    public void Succeeded_InBetween_StartsTheCountAgain()
    {
        for (var i = 0; i < 6; i++)
        {
            Assert.False(Fail());
            Assert.False(Fail());
            _circuit.Succeeded(isTrial: false);
        }

        Assert.Equal(CircuitState.Closed, _circuit.State);
    }

    [Fact]
    public void Failed_AsTooLargeAShareOfManyRequests_Opens()
    {
        for (var i = 0; i < 9; i++)
        {
            Assert.False(Fail());
            _circuit.Succeeded(isTrial: false);
        }

        Assert.False(Fail());
        Assert.True(Fail());
    }

    [Fact]
    public void Failed_LongAgo_DoesNotCount()
    {
        for (var i = 0; i < 9; i++)
        {
            Assert.False(Fail());
            _circuit.Succeeded(isTrial: false);
        }

        _time.Advance(TimeSpan.FromSeconds(31));

        Assert.False(Fail());
        Assert.False(Fail());
    }

    [Fact]
    public void TryBeginTrial_AfterTheBreak_LetsOneThroughAtATime()
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.True(_circuit.TryBeginTrial());
        Assert.False(_circuit.TryBeginTrial());

        _circuit.AbandonTrial();
        Assert.True(_circuit.TryBeginTrial());
    }

    [Fact]
    public void Succeeded_AsTrial_Closes()
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(10));
        _circuit.TryBeginTrial();

        Assert.True(_circuit.Succeeded(isTrial: true));

        Assert.Equal(CircuitState.Closed, _circuit.State);
        Assert.False(Fail());
    }

    [Fact]
    public void Failed_AsTrial_OpensForAnotherBreak()
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(10));
        _circuit.TryBeginTrial();

        Assert.False(_circuit.Failed(isTrial: true, Options));

        Assert.Equal(TimeSpan.FromSeconds(10), _circuit.Rest);
        Assert.False(_circuit.TryBeginTrial());
    }

    [Fact]
    public void Succeeded_OfARequestFromBefore_DoesNotCloseIt()
    {
        Open();

        Assert.False(_circuit.Succeeded(isTrial: false));

        Assert.Equal(CircuitState.Open, _circuit.State);
    }

    [Fact]
    public void Failed_WhenSwitchedOff_NeverOpens()
    {
        for (var i = 0; i < 100; i++)
            Assert.False(_circuit.Failed(isTrial: false, Options with { Enabled = false }));
    }

    private void Open()
    {
        for (var failures = 1; !Fail(); failures++)
            Assert.True(failures < Options.Failures, "It does not open.");
    }

    private bool Fail() => _circuit.Failed(isTrial: false, Options);
}
