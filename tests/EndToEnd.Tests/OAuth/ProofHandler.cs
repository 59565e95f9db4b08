using McpAspire.Shared;

namespace McpAspire.EndToEnd.Tests.OAuth;

/// <summary>Sends a fresh proof of one key with every request (RFC 9449, section 4.1).</summary>
internal sealed class ProofHandler(TokenKey key) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Add("DPoP", Draft(key, request).Sign());
        return base.SendAsync(request, cancellationToken);
    }

    /// <summary>A proof that is good for this request; of an access token where one goes with it.</summary>
    public static ProofDraft Draft(TokenKey key, HttpRequestMessage request) => new(
        key,
        request.Method.Method,
        request.RequestUri!.GetLeftPart(UriPartial.Path),
        TimeProvider.System.GetUtcNow(),
        request.Headers.Authorization?.Parameter);
}
