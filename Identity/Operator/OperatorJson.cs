using System.Text.Json;
using System.Text.Json.Serialization;
using McpAspire.Identity.Keys;
using McpAspire.Identity.Sessions;

namespace McpAspire.Identity.Operator;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AdministratorState))]
[JsonSerializable(typeof(AdministratorPassword))]
[JsonSerializable(typeof(SignedOut))]
[JsonSerializable(typeof(TokenKeyInfo))]
[JsonSerializable(typeof(TokenKeyInfo[]))]
internal sealed partial class OperatorJson : JsonSerializerContext;
