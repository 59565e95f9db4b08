using McpAspire.Everything;
using McpAspire.Everything.Protocol;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 4 * 1024 * 1024);
builder.AddServiceDefaults();
builder.Services.AddEverythingServer();

var app = builder.Build();
app.MapDefaultEndpoints();
app.UseMiddleware<UnsupportedVersionMiddleware>();
app.MapMcp("/mcp");

app.Run();
