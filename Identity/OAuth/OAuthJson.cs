using System.Text.Json.Serialization;

namespace McpAspire.Identity.OAuth;

[JsonSerializable(typeof(OAuthError))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class OAuthJson : JsonSerializerContext;
