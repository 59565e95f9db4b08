using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace McpAspire.Gateway.Authentication.Dpop;

/// <summary>Reads <c>cnf</c> (RFC 7800): absent, or exactly the thumbprint of a key.</summary>
internal static class KeyConfirmation
{
    /// <summary>False for a binding of another kind, such as to a certificate.</summary>
    public static bool TryRead(JsonWebToken jwt, out string? thumbprint)
    {
        thumbprint = null;
        if (!jwt.TryGetPayloadValue<object>("cnf", out _))
            return true;
        if (!jwt.TryGetPayloadValue<JsonElement>("cnf", out var confirmation)
            || confirmation.ValueKind != JsonValueKind.Object
            || confirmation.EnumerateObject().Count() != 1
            || !confirmation.TryGetProperty("jkt", out var key)
            || key.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        thumbprint = key.GetString();
        return !string.IsNullOrEmpty(thumbprint);
    }
}
