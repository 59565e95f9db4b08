using System.Text.Json.Serialization;

namespace McpAspire.Identity.Sessions;

[JsonSerializable(typeof(SessionRecord))]
internal sealed partial class SessionJson : JsonSerializerContext;
