using McpAspire.Gateway.Audit;
using McpAspire.Gateway.Authentication;
using McpAspire.Gateway.Bridge;
using McpAspire.Gateway.Commands;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Policy;
using McpAspire.Gateway.RateLimiting;
using McpAspire.Gateway.Routing;
using McpAspire.Gateway.Sessions;
using McpAspire.Gateway.Shutdown;
using McpAspire.Gateway.Upstream;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

if (AuditCommand.IsMeant(args))
    return AuditCommand.Run(args, Console.Out, Console.Error);
if (CommandLine.IsGiven(args))
    return CommandLine.Run(args);

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddMcpConfiguration();
builder.AddListenerLimits();
builder.AddDrain();
builder.AddAudit();
builder.Services.AddBearerAuthentication();
builder.AddSessions();
builder.Services.AddRateLimiting();
builder.Services.AddServerRouting();
builder.Services.AddUpstreams();
builder.Services.AddFederation();
builder.Services.AddBridge();
builder.Services.AddPolicy();
builder.Services.AddMcpPipeline();

await using var app = builder.Build();

try
{
    app.UseKnownProxies();
    app.UseDrain();
    app.MapDefaultEndpoints();
    app.MapProtectedResourceMetadata();
    app.MapMcp();
    await app.RunAsync();
    return 0;
}
catch (OptionsValidationException exception)
{
    app.Logger.ConfigurationIsWrong(exception);
    return 1;
}
catch (IOException exception) when (exception.InnerException is AddressInUseException)
{
    app.Logger.AddressIsInUse(exception.Message);
    return 1;
}
