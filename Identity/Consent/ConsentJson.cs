using System.Text.Json.Serialization;

namespace McpAspire.Identity.Consent;

[JsonSerializable(typeof(ConsentRequest))]
[JsonSerializable(typeof(ConsentAnswer))]
internal sealed partial class ConsentJson : JsonSerializerContext;
