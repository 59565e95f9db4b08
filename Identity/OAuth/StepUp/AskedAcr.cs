using System.Text.Json;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.StepUp;

/// <summary>
/// Which of the acr values a request asks for. By RFC 9470, section 4, <c>acr_values</c> has to be fulfilled, and by
/// OpenID Connect Core, section 5.5.1.1, so has an <c>acr</c> that the parameter <c>claims</c> calls essential.
/// </summary>
internal static class AskedAcr
{
    /// <summary>Empty when any will do.</summary>
    public static IReadOnlyList<string> Of(OpenIddictRequest request) =>
        [.. request.GetAcrValues(), .. Essential((string?)request[Parameters.Claims])];

    private static List<string> Essential(string? json)
    {
        if (string.IsNullOrEmpty(json))
            return [];

        try
        {
            using var document = JsonDocument.Parse(json);
            if (!TryGet(document.RootElement, "id_token", out var claims)
                || !TryGet(claims, Claims.AuthenticationContextReference, out var acr)
                || !TryGet(acr, "essential", out var essential) || essential.ValueKind != JsonValueKind.True)
            {
                return [];
            }

            var values = new List<string>();
            if (TryGet(acr, "value", out var one) && one.GetString() is { } value)
                values.Add(value);
            if (TryGet(acr, "values", out var many))
                values.AddRange(many.EnumerateArray().Select(item => item.GetString() ?? string.Empty));
            return values;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The parameter is not supported, so what cannot be read of it is passed over.
            return [];
        }
    }

    private static bool TryGet(JsonElement parent, string name, out JsonElement value)
    {
        value = default;
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out value);
    }
}
