using System.Text.Json.Serialization;

namespace McpAspire.Identity.Reset;

[JsonSerializable(typeof(MailLink))]
internal sealed partial class MailLinkJson : JsonSerializerContext;
