using System.Text.Json.Serialization;

namespace McpAspire.Identity.Clients;

[JsonSerializable(typeof(long))]
internal sealed partial class ClientJson : JsonSerializerContext;
