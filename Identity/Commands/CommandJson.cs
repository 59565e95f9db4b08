using System.Text.Json;
using System.Text.Json.Serialization;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Clients.Administration;
using McpAspire.Identity.Keys;
using McpAspire.Identity.Regulation;
using McpAspire.Identity.Users.Accounts;
using McpAspire.Identity.Users.Import;

namespace McpAspire.Identity.Commands;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<AccountSummary>))]
[JsonSerializable(typeof(AccountOverview))]
[JsonSerializable(typeof(UserAnswer))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<ImportedUser>))]
[JsonSerializable(typeof(IReadOnlyList<ClientInfo>))]
[JsonSerializable(typeof(ClientAnswer))]
[JsonSerializable(typeof(IReadOnlyList<TokenKeyInfo>))]
[JsonSerializable(typeof(IReadOnlyList<Ban>))]
[JsonSerializable(typeof(BanAnswer))]
[JsonSerializable(typeof(IReadOnlyList<AuditRecord>))]
internal sealed partial class CommandJson : JsonSerializerContext;
