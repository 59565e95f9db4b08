using System.Text;
using System.Text.Json;
using CsCheck;
using McpAspire.Gateway.Inspection;
using McpAspire.Gateway.Tests.Protocol;

namespace McpAspire.Gateway.Tests.Inspection;

/// <summary>What holds for any bytes of a backend, however they are cut into pieces.</summary>
public sealed class MessageScannerProperties
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    private static readonly Gen<byte[]> Bodies = Gen.OneOf(JsonText.Any, JsonText.Answer, JsonText.Broken(JsonText.Answer));

    [Fact]
    public void Any_bytes_are_accepted_or_refused_without_an_exception_and_only_what_a_strict_parser_accepts() =>
        Bodies.Sample(
            body =>
            {
                using var scanner = new MessageScanner("1"u8.ToArray());
                if (!scanner.Scan(body) || !scanner.Conclude())
                    return scanner.Fault is not null;

                using var document = JsonDocument.Parse(body, Strict);
                var root = document.RootElement;
                return scanner.Fault is null
                    && root.GetProperty("jsonrpc").GetString() == "2.0"
                    && scanner.Method == (root.TryGetProperty("method", out var method) ? method.GetString() : null)
                    && scanner.HasResult == root.TryGetProperty("result", out _)
                    && scanner.HasError == root.TryGetProperty("error", out _)
                    && scanner.Id == IdOf(root);
            },
            iter: 30_000);

    [Fact]
    public void What_is_cut_into_pieces_is_judged_like_the_whole() =>
        Gen.Select(Bodies, Gen.Int[1, 7].Array[0, 60]).Sample(
            (body, cuts) =>
            {
                using var whole = new MessageScanner("\"x\""u8.ToArray());
                using var pieces = new MessageScanner("\"x\""u8.ToArray());
                var isGood = whole.Scan(body) && whole.Conclude();
                var isGoodInPieces = Pieces(body, cuts).All(piece => pieces.Scan(piece)) && pieces.Conclude();
                return isGood == isGoodInPieces
                    && (!isGood || (whole.Id == pieces.Id && whole.Method == pieces.Method));
            },
            iter: 30_000);

    [Fact]
    public void Any_valid_answer_is_accepted() =>
        Gen.OneOf(JsonText.Message, JsonText.Answer).Sample(
            body =>
            {
                using var scanner = new MessageScanner("1"u8.ToArray());
                return (scanner.Scan(body) && scanner.Conclude())
                    ? true
                    : throw new InvalidOperationException($"{scanner.Fault}: {Encoding.UTF8.GetString(body)}");
            },
            iter: 10_000);

    private static AnswerId IdOf(JsonElement root) =>
        !root.TryGetProperty("id", out var id) ? AnswerId.None
        : id.ValueKind == JsonValueKind.Null ? AnswerId.Null
        : id.ValueKind == JsonValueKind.Number && id.GetRawText() == "1" ? AnswerId.Expected
        : AnswerId.Other;

    private static IEnumerable<byte[]> Pieces(byte[] body, int[] lengths)
    {
        var at = 0;
        foreach (var length in lengths)
        {
            if (at >= body.Length)
                yield break;
            var end = Math.Min(at + length, body.Length);
            yield return body[at..end];
            at = end;
        }

        yield return body[at..];
    }
}
