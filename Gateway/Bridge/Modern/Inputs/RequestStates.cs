using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Sessions;

namespace McpAspire.Gateway.Bridge.Modern.Inputs;

/// <summary>
/// Seals the state of a call for the client that keeps it: good for this subject and client, endpoint, server, method
/// and parameters, for a while. Otherwise one user's approval of one call would serve another's of another.
/// </summary>
internal sealed class RequestStates(StateSeal seal, TimeProvider time)
{
    /// <summary>What a server may want to have kept; the client sends it back with each retry.</summary>
    public const int LargestInner = 32 * 1024;

    private const string Purpose = "requestState";
    private const int LargestSealed = LargestInner * 3;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public string Seal(ModernRequest request, McpServer server, string[] asked, string? inner, HeldCallReference? held)
    {
        var state = new RequestState
        {
            ExpiresAt = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds(),
            Asked = asked,
            Inner = inner,
            Held = held,
        };
        var plain = JsonSerializer.SerializeToUtf8Bytes(state, RequestStateJson.Default.RequestState);
        return seal.Seal(Purpose, plain, Context(request, server));
    }

    /// <summary>What was sealed for exactly this request, or null.</summary>
    public RequestState? Open(ModernRequest request, McpServer server, string text)
    {
        if (text.Length > LargestSealed || seal.Open(Purpose, text, Context(request, server)) is not { } plain)
            return null;

        var state = JsonSerializer.Deserialize(plain, RequestStateJson.Default.RequestState);
        return state?.ExpiresAt > time.GetUtcNow().ToUnixTimeSeconds() ? state : null;
    }

    private static ReadOnlySpan<byte> Context(ModernRequest request, McpServer server)
    {
        var context = new ArrayBufferWriter<byte>(256);
        Add(context, request.View.Endpoint.Resource);
        Add(context, server.Name);
        Add(context, request.Caller.Principal!);
        Add(context, request.Method);
        ParameterDigest.Compute(request.Parameters.Json, context.GetSpan(SHA256.HashSizeInBytes));
        context.Advance(SHA256.HashSizeInBytes);
        return context.WrittenSpan;
    }

    /// <summary>With its length, so that no two contexts are the same bytes.</summary>
    private static void Add(ArrayBufferWriter<byte> context, string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        BinaryPrimitives.WriteInt32LittleEndian(context.GetSpan(sizeof(int)), bytes.Length);
        context.Advance(sizeof(int));
        context.Write(bytes);
    }
}
