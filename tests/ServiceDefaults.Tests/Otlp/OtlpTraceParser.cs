using System.Globalization;

namespace McpAspire.ServiceDefaults.Tests.Otlp;

/// <summary>
/// Reads an ExportTraceServiceRequest (opentelemetry-proto 1.x, collector/trace/v1); the numbers are its field numbers.
/// </summary>
internal static class OtlpTraceParser
{
    public static List<OtlpSpan> Parse(ReadOnlySpan<byte> request)
    {
        var spans = new List<OtlpSpan>();
        var reader = new ProtobufReader(request);
        while (reader.Read())
            if (reader.Field == 1) ParseResourceSpans(reader.Bytes, spans);
        return spans;
    }

    private static void ParseResourceSpans(ReadOnlySpan<byte> resourceSpans, List<OtlpSpan> spans)
    {
        // Fields may come in any order, and the resource is needed first.
        var service = "";
        var resource = new ProtobufReader(resourceSpans);
        while (resource.Read())
            if (resource.Field == 1) service = Attributes(resource.Bytes, 1).GetValueOrDefault("service.name", "");

        var scopes = new ProtobufReader(resourceSpans);
        while (scopes.Read())
        {
            if (scopes.Field != 2) continue;
            var scope = new ProtobufReader(scopes.Bytes);
            while (scope.Read())
                if (scope.Field == 2) spans.Add(ParseSpan(scope.Bytes, service));
        }
    }

    private static OtlpSpan ParseSpan(ReadOnlySpan<byte> span, string service)
    {
        string name = "", traceId = "", spanId = "", parentSpanId = "";
        var reader = new ProtobufReader(span);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1: traceId = reader.Hex; break;
                case 2: spanId = reader.Hex; break;
                case 4: parentSpanId = reader.Hex; break;
                case 5: name = reader.Text; break;
                default: break;
            }
        }

        return new OtlpSpan(service, name, traceId, spanId, parentSpanId, Attributes(span, 9));
    }

    private static Dictionary<string, string> Attributes(ReadOnlySpan<byte> owner, int field)
    {
        var attributes = new Dictionary<string, string>();
        var reader = new ProtobufReader(owner);
        while (reader.Read())
        {
            if (reader.Field != field) continue;
            var (key, value) = ("", "");
            var pair = new ProtobufReader(reader.Bytes);
            while (pair.Read())
            {
                if (pair.Field == 1) key = pair.Text;
                if (pair.Field == 2) value = Value(pair.Bytes);
            }

            attributes[key] = value;
        }

        return attributes;
    }

    private static string Value(ReadOnlySpan<byte> anyValue)
    {
        var reader = new ProtobufReader(anyValue);
        if (!reader.Read()) return "";
        return reader.Field switch
        {
            1 => reader.Text,
            2 => reader.Number == 0 ? "false" : "true",
            3 => ((long)reader.Number).ToString(CultureInfo.InvariantCulture),
            4 => BitConverter.UInt64BitsToDouble(reader.Number).ToString(CultureInfo.InvariantCulture),
            _ => reader.Hex,
        };
    }
}
