using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Running;

/// <summary>What one host measures, each as its name and its tags by their names.</summary>
internal sealed class MetricRecorder : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _measured = new();

    public MetricRecorder(IdentityHost host)
    {
        var factory = host.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, self) =>
        {
            // Other hosts of this process have instruments of the same names.
            if (instrument.Meter.Name.StartsWith("McpAspire.", StringComparison.Ordinal)
                && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Add(instrument, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, tags));
        _listener.Start();
    }

    public IReadOnlyCollection<string> Measured => _measured;

    public IEnumerable<string> Of(string name) =>
        _measured.Where(line => line.StartsWith($"mcpaspire.identity.{name} ", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue($"{instrument.Name} " + string.Join(
            ' ', tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal)
                .Select(tag => $"{tag.Key}={$"{tag.Value}".ToLowerInvariant()}")));
}
