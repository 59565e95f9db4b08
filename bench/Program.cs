using McpAspire.Bench;
using McpAspire.Bench.Identity;

if (args is ["identity", ..])
{
    if (BenchSettings.Parse(args) is not { } identity)
        return Misunderstood();

    var table = new ResultTable();
    await IdentityBench.RunAsync(identity, table);
    table.Save("identity");
    return 0;
}

if (ProxySettings.Parse(args) is not { } proxies)
    return Misunderstood();

await new ProxyBench(proxies).RunAsync();
return 0;

static int Misunderstood()
{
    Console.Error.WriteLine("Not understood; see ./bench/run --help");
    return 2;
}
