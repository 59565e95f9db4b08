using McpAspire.FixedBackend;

if (args is ["--stdio"])
    return StdioServer.Run();

var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{args[0]}");
await using var app = builder.Build();
app.Run(HttpServer.AnswerAsync);
await app.RunAsync();
return 0;
