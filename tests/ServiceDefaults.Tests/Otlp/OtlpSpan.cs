namespace McpAspire.ServiceDefaults.Tests.Otlp;

/// <summary>A span as a collector receives it, with the name of the service that sent it.</summary>
internal sealed record OtlpSpan(
    string Service,
    string Name,
    string TraceId,
    string SpanId,
    string ParentSpanId,
    IReadOnlyDictionary<string, string> Attributes)
{
    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);
}
