using OpenIddict.Abstractions;

namespace McpAspire.Identity.OAuth.Grants;

/// <summary>One grant type of the token endpoint: turns a request that OpenIddict has validated into claims.</summary>
internal interface IGrant
{
    bool Handles(OpenIddictRequest request);

    /// <summary>The claims of the tokens, or why there are none.</summary>
    Task<GrantResult> RedeemAsync(HttpContext context, OpenIddictRequest request);
}
