using System.Text.Json.Serialization;

namespace McpAspire.Identity.Clients;

[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(string))]
internal sealed partial class ClientJson : JsonSerializerContext;
