using System.Text.Json.Serialization;

namespace McpAspire.Identity.OAuth.Revocation;

[JsonSerializable(typeof(RevocationList))]
internal sealed partial class RevocationJson : JsonSerializerContext;
