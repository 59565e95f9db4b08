using System.Text.Json.Serialization;

namespace McpAspire.Gateway.Sessions;

[JsonSerializable(typeof(McpSession))]
internal sealed partial class SessionJson : JsonSerializerContext;
