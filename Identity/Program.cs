using McpAspire.Identity.Administration;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Clients;
using McpAspire.Identity.Commands;
using McpAspire.Identity.Consent;
using McpAspire.Identity.Factors;
using McpAspire.Identity.Keys;
using McpAspire.Identity.Login;
using McpAspire.Identity.Mail;
using McpAspire.Identity.OAuth;
using McpAspire.Identity.Operator;
using McpAspire.Identity.Passkeys;
using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Portal;
using McpAspire.Identity.Recovery;
using McpAspire.Identity.Regulation;
using McpAspire.Identity.Reset;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Startup;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Telemetry;
using McpAspire.Identity.Totp;
using McpAspire.Identity.Users;

var command = CommandLine.Read(args);
var builder = WebApplication.CreateBuilder(command.HostArguments);
builder.QuietLogs();
command.Configure(builder);
builder.AddServiceDefaults();
builder.AddMetrics();
builder.AddPerimeter();
builder.AddStorage();
builder.AddKeys();
builder.AddAudit();
builder.AddUsers();
builder.AddSessions();
builder.AddLogin();
builder.AddRegulation();
builder.AddFactors();
builder.AddTotp();
builder.AddPasskeys();
builder.AddRecovery();
builder.AddMail();
builder.AddReset();
builder.AddOAuthServer();
builder.AddClients();
builder.AddConsent();
builder.AddOperator();
builder.AddPortal();

await using var app = builder.Build();
if (command.IsGiven)
    return await command.RunAsync(app.Services);
if (!app.HasValidSettings())
    return 1;

app.UseSecurityHeaders();
app.UseOperatorListener();
app.UsePerimeter();
app.UseMetrics();
app.UseErrorPages();
app.UseSharedState();
app.UseRouting();
app.UseProtocolCors();
app.UseRegulation();
app.UseAuthentication();
app.UseAuthorization();
app.UseAdministration();

app.MapDefaultEndpoints();
app.MapPortal();
app.MapOAuth();
app.MapClients();
app.MapOperator();

return await app.RunAndReportAsync();
