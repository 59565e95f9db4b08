using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpAspire.Identity.Clients.Documents;

/// <summary>
/// Documents are read strictly: what two readers could understand differently is not understood at all.
/// </summary>
[JsonSourceGenerationOptions(MaxDepth = 8, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ClientDocument))]
[JsonSerializable(typeof(RegistrationRequest))]
[JsonSerializable(typeof(DocumentMark))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class DocumentJson : JsonSerializerContext;
