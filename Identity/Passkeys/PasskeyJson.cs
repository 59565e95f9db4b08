using System.Text.Json.Serialization;

namespace McpAspire.Identity.Passkeys;

[JsonSerializable(typeof(PasskeyCeremony))]
[JsonSerializable(typeof(PasskeyAssertion))]
[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class PasskeyJson : JsonSerializerContext;
