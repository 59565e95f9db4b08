using System.Text;
using System.Text.Json;
using CsCheck;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Tests.Protocol;

/// <summary>What holds for any bytes, with the framework's own strict parser as a second opinion.</summary>
public sealed class JsonRpcReaderProperties
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    [Fact]
    public void Any_bytes_are_accepted_or_refused_without_an_exception_and_only_what_a_strict_parser_accepts() =>
        JsonText.Any.Sample(
            body =>
            {
                if (!JsonRpcReader.TryRead(body, out var message, out var fault))
                    return fault is not null;

                using var document = JsonDocument.Parse(body, Strict);
                var root = document.RootElement;
                return fault is null
                    && root.ValueKind == JsonValueKind.Object
                    && root.GetProperty("jsonrpc").GetString() == "2.0"
                    && (message.Method is null) == !root.TryGetProperty("method", out var method)
                    && (message.Method is null || method.GetString() == message.Method)
                    && (!root.TryGetProperty("id", out var id)
                        || id.GetRawText() == Encoding.UTF8.GetString(body[message.Id]));
            },
            iter: 30_000);

    [Fact]
    public void Any_valid_message_is_accepted() =>
        JsonText.Message.Sample(
            body => JsonRpcReader.TryRead(body, out _, out var fault)
                ? true
                : throw new InvalidOperationException($"{fault}: {Encoding.UTF8.GetString(body)}"),
            iter: 5_000);
}
