using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpAspire.Gateway.Policy.Commands;

/// <summary>What commands read and write as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    WriteIndented = true)]
[JsonSerializable(typeof(PolicyCase[]))]
[JsonSerializable(typeof(PolicyCall))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class PolicyJson : JsonSerializerContext;
