using McpAspire.AppHost.Topology;

namespace McpAspire.AppHost.Tests.Topology;

public sealed class CommandLineTests
{
    [Fact]
    public void Complete_OfTheBareFlag_DoesNotSwallowTheNextArgument() =>
        Assert.Equal(
            ["--reset-administrator=true", "--Ports:Gateway=1"],
            OfCaller(CommandLine.Complete(["--reset-administrator", "--Ports:Gateway=1"])));

    [Fact]
    public void Complete_OfTheFlagWithAValue_LeavesItAlone() =>
        Assert.Equal(
            ["--reset-administrator", "false"],
            OfCaller(CommandLine.Complete(["--reset-administrator", "false"])));

    [Fact]
    public void Complete_PutsDefaultsFirst_SoThatTheCallerOverridesThem() =>
        Assert.Equal(
            "--ASPNETCORE_URLS=http://localhost:1",
            CommandLine.Complete(["--ASPNETCORE_URLS=http://localhost:1"]).Last());

    private static IEnumerable<string> OfCaller(string[] args) =>
        args.SkipWhile(argument => argument.StartsWith("--ASP", StringComparison.Ordinal));
}
