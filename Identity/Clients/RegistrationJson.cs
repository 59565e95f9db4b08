using System.Text.Json.Serialization;

namespace McpAspire.Identity.Clients;

/// <summary>Strict about the form: a duplicate member would be read differently by whoever reads it next.</summary>
[JsonSourceGenerationOptions(AllowDuplicateProperties = false, MaxDepth = 8)]
[JsonSerializable(typeof(RegistrationRequest))]
[JsonSerializable(typeof(RegistrationResponse))]
internal sealed partial class RegistrationJson : JsonSerializerContext;
