using System.Globalization;
using System.Text.Json;
using McpAspire.ServiceDefaults.Dpop;
using Microsoft.Net.Http.Headers;

namespace McpAspire.Gateway.Pipeline;

/// <summary>Writes a refusal as status, headers and a JSON-RPC error that echoes the id where it is known.</summary>
internal static class RefusalWriter
{
    public static async Task WriteAsync(HttpContext http, Refusal refusal, McpRequest? request = null)
    {
        var response = http.Response;
        response.StatusCode = refusal.Status;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";

        if (refusal.Challenge is { } challenge)
            response.Headers.WWWAuthenticate = challenge;
        if (refusal.DpopNonce is { } nonce)
            response.Headers[DpopProof.NonceHeader] = nonce;
        if (refusal.Allow is { } allow)
            response.Headers.Allow = allow;
        if (refusal.RetryAfter is { } retryAfter)
            response.Headers.RetryAfter = ((int)retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (refusal.CloseConnection)
            response.Headers[HeaderNames.Connection] = "close";

        var body = ToJson(refusal, request);
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, http.RequestAborted);
    }

    public static ReadOnlyMemory<byte> ToJson(Refusal refusal, McpRequest? request)
    {
        using var buffer = new MemoryStream(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("jsonrpc", "2.0");
            json.WritePropertyName("id");
            json.WriteRawValue(request is null ? "null"u8 : request.IdJson, skipInputValidation: true);
            json.WriteStartObject("error");
            json.WriteNumber("code", refusal.Code);
            json.WriteString("message", refusal.Message);
            if (!refusal.Data.IsEmpty)
            {
                json.WritePropertyName("data");
                json.WriteRawValue(refusal.Data.Span, skipInputValidation: true);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
