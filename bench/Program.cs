using McpAspire.Bench;
using McpAspire.Bench.Identity;

var settings = BenchSettings.Parse(args);
if (settings is null)
{
    Console.Error.WriteLine("Usage: ./bench/run [identity] [--seconds N]");
    return 2;
}

var table = new ResultTable();
await IdentityBench.RunAsync(settings, table);
table.Save("identity");
return 0;
