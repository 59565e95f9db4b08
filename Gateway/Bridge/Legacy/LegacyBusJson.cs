using System.Text.Json.Serialization;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>What replicas tell each other about legacy clients.</summary>
[JsonSerializable(typeof(QuestionAnswer))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(Follow))]
[JsonSerializable(typeof(Followed))]
[JsonSerializable(typeof(Subscribed))]
internal sealed partial class LegacyBusJson : JsonSerializerContext;
