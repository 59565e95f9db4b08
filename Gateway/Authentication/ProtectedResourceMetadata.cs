using System.Text.Json.Serialization;

namespace McpAspire.Gateway.Authentication;

/// <summary>The document of RFC 9728 section 2.</summary>
internal sealed record ProtectedResourceMetadata
{
    public required string Resource { get; init; }

    public required string[] AuthorizationServers { get; init; }

    public required string[] ScopesSupported { get; init; }

    public required string[] BearerMethodsSupported { get; init; }

    public required string[] DpopSigningAlgValuesSupported { get; init; }

    public required string ResourceName { get; init; }
}

/// <summary>Writes it without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProtectedResourceMetadata))]
internal sealed partial class MetadataJson : JsonSerializerContext;
