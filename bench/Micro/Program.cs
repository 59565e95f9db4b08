using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using McpAspire.Micro;

if (args is ["audit"])
{
    await AuditBench.RunAsync();
    return;
}

if (args is ["limits"])
{
    await LimitsBench.RunAsync();
    return;
}

// In this process: the projects that are measured are built with the settings of this repository, not with generated ones.
var config = new ManualConfig()
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddLogger(ConsoleLogger.Default)
    .AddExporter(MarkdownExporter.GitHub)
    .WithArtifactsPath(Path.Combine("artifacts", "bench", "micro"));
Type[] all = [typeof(HotPath), typeof(CelRules), typeof(PolicyDecisions)];
// Without names all.
BenchmarkRunner.Run([.. all.Where(type => args.Length == 0 || args.Contains(type.Name))], config);
