using McpAspire.Everything;
using McpAspire.Everything.Protocol;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 4 * 1024 * 1024);
builder.AddServiceDefaults();
var era = builder.Configuration.GetValue("Everything:Era", ServedEra.Both);
builder.Services.AddEverythingServer(era);

var app = builder.Build();
app.MapDefaultEndpoints();
if (era != ServedEra.Legacy)
    app.UseMiddleware<UnsupportedVersionMiddleware>();
app.MapMcp("/mcp");

app.Run();
