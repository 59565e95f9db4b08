using System.Text.Json.Serialization;

namespace McpAspire.Identity.Mail.Links;

[JsonSerializable(typeof(MailLink))]
internal sealed partial class MailLinkJson : JsonSerializerContext;
