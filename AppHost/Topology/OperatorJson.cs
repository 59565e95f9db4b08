using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpAspire.AppHost.Topology;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AdministratorState))]
[JsonSerializable(typeof(AdministratorReset))]
[JsonSerializable(typeof(SignedOut))]
internal sealed partial class OperatorJson : JsonSerializerContext;
