using System.Buffers;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using McpAspire.Gateway.Audit.Arguments;

namespace McpAspire.Gateway.Audit.Rows;

/// <summary>
/// Writes rows as JSON without their place in the chain. Everything a caller chooses is bounded and escaped.
/// </summary>
internal sealed class RowWriter
{
    private const int LongestText = 256;
    private const int LongestName = 128;
    private const int MostNames = 64;
    private const int SessionBytes = 12;

    [ThreadStatic]
    private static RowWriter? Own;

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly ArgumentWriter _arguments = new();
    private readonly Utf8JsonWriter _json;

    private RowWriter() => _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });

    /// <summary>The members of the row, good until this thread writes the next.</summary>
    public static ReadOnlySpan<byte> Write(
        AuditRow row, DateTimeOffset time, ReadOnlySpan<byte> key, ValueRule[] values)
    {
        var writer = Own ??= new RowWriter();
        writer._buffer.ResetWrittenCount();
        writer._json.Reset(writer._buffer);
        writer.WriteRow(row, time, key, values);
        writer._json.Flush();
        return writer._buffer.WrittenSpan[1..^1];
    }

    private static ReadOnlySpan<byte> Kind(AuditKind kind) => kind switch
    {
        AuditKind.Decision => "decision"u8,
        AuditKind.Outcome => "outcome"u8,
        AuditKind.Refusal => "refusal"u8,
        AuditKind.List => "list"u8,
        AuditKind.Session => "session"u8,
        AuditKind.Admin => "admin"u8,
        _ => throw new UnreachableException(),
    };

    private void WriteRow(AuditRow row, DateTimeOffset time, ReadOnlySpan<byte> key, ValueRule[] values)
    {
        _json.WriteStartObject();
        _json.WriteString("kind"u8, Kind(row.Kind));
        _json.WriteString("time"u8, time.UtcDateTime);
        _json.WriteString("decision"u8, row.DecisionId);
        WriteCaller(row);
        Write("server"u8, row.Server);
        Write("method"u8, row.Method);
        Write("name"u8, row.Name);
        if (!row.Arguments.IsEmpty)
            _arguments.Write(row, key, values, _json);
        Write("rule"u8, row.Rule);
        Write("stage"u8, row.Stage);
        Write("outcome"u8, row.Outcome);
        if (row.Duration is { } duration)
            _json.WriteNumber("milliseconds"u8, Math.Round(duration.TotalMilliseconds, 3));
        if (row.Bytes is { } bytes)
            _json.WriteNumber("bytes"u8, bytes);
        Write("findings"u8, row.Findings);
        if (row.Filtered.Count > 0)
            _json.WriteNumber("filteredCount"u8, row.Filtered.Count);
        Write("filtered"u8, row.Filtered);
        Write("detail"u8, row.Detail);
        _json.WriteEndObject();
    }

    private void WriteCaller(AuditRow row)
    {
        if (row.TraceId != default)
            _json.WriteString("trace"u8, row.TraceId.ToHexString());
        Write("subject"u8, row.Subject);
        Write("client"u8, row.ClientId);
        Write("scopes"u8, row.Scopes);
        Write("groups"u8, row.Groups);
        if (row.Source is { } source)
        {
            Span<byte> text = stackalloc byte[64];
            source.TryFormat(text, out var length);
            _json.WriteString("source"u8, text[..length]);
        }

        if (row.SessionId is { } session)
            WriteSession(session);
    }

    /// <summary>Enough of the hash to tell sessions apart. Whoever has the id is in the session.</summary>
    private void WriteSession(string session)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(session), hash);
        Span<byte> text = stackalloc byte[2 * SessionBytes];
        Convert.TryToHexStringLower(hash[..SessionBytes], text, out _);
        _json.WriteString("session"u8, text);
    }

    private void Write(ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
            _json.WriteString(name, Cut(text, LongestText));
    }

    private void Write(ReadOnlySpan<byte> name, IReadOnlyCollection<string> texts)
    {
        if (texts.Count == 0)
            return;

        _json.WriteStartArray(name);
        foreach (var text in texts.Take(MostNames))
            _json.WriteStringValue(Cut(text, LongestName));
        _json.WriteEndArray();
    }

    private static ReadOnlySpan<char> Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;
        return text.AsSpan(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most);
    }
}
