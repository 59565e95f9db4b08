using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Model;

namespace McpAspire.Gateway.Routing.Health;

/// <summary>The circuit of each backend; it lives as long as the proxy engine knows the backend.</summary>
internal sealed class Circuits
{
    private readonly ConditionalWeakTable<DestinationState, Circuit> _circuits = [];
    private readonly ConditionalWeakTable<DestinationState, Circuit>.CreateValueCallback _create;

    public Circuits(TimeProvider time) => _create = _ => new Circuit(time);

    public Circuit Of(DestinationState backend) => _circuits.GetValue(backend, _create);
}
