using McpAspire.AppHost.Topology;

// The whole system: what there is, who may reach whom, and what waits for what. How a part is made is in Topology/.
SettingsException.IsShownWithoutStackTrace();

var builder = DistributedApplication.CreateBuilder(CommandLine.Complete(args));
var settings = Settings.Read(builder);

// What the operator may set. A generated secret lives as long as this process and is written nowhere.
var administratorPassword = builder.AddGeneratedSecret("admin-password");
var operatorKey = builder.AddGeneratedSecret("operator-key");
var gatewayKey = builder.AddGeneratedSecret("gateway-key");
var redisPassword = builder.AddGeneratedSecret("redis-password");
var gatewayRedisPassword = builder.AddGeneratedSecret("gateway-redis-password");
var tailscaleKey = builder.AddOptionalParameter("ts-authkey", secret: true);
var publicOrigin = builder.AddPublicOrigin("public-origin");

// State that replicas of identity share.
var redis = builder.AddRedis("redis", password: redisPassword).WithDataIn(settings.DataDirectory);

// State that replicas of the gateway share. It ends with this process, as the sessions of the MCP servers do.
var gatewayRedis = builder.AddRedis("gateway-redis", password: gatewayRedisPassword);

// MCP servers. Only the gateway knows where they are.
var everything = builder.AddBackend<Projects.Everything>("everything");

// Who you are: sign-in, second factor, consent, tokens.
var identity = builder.AddIdentity("identity", settings, publicOrigin)
    .WithAdministrator(administratorPassword, settings.ResetAdministrator)
    .WithOperator(operatorKey)
    .WithGatewayKey(gatewayKey)
    .WithReference(redis)
    .WaitFor(redis);

// What you may do: every MCP request passes here and nowhere else.
var gateway = builder.AddGateway("gateway", settings, publicOrigin)
    .WithIssuer(identity, publicOrigin, gatewayKey)
    .WithBackend(everything)
    .WithReference(gatewayRedis)
    .WaitFor(gatewayRedis)
    .WaitFor(identity)
    .WaitFor(everything);

// Tokens are issued for the gateway's endpoints: that closes the circle between the two, so it comes last.
identity.WithResourcesOf(gateway, everything, publicOrigin);

// The way in from the internet, started by hand.
builder.AddTailscale("tailscale", tailscaleKey);

builder.AddAnnouncement(new(gateway, identity, everything, publicOrigin, administratorPassword, operatorKey));
await builder.Build().RunAsync();
