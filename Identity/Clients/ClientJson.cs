using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpAspire.Identity.Clients;

[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(ImmutableDictionary<string, JsonElement>))]
internal sealed partial class ClientJson : JsonSerializerContext;
