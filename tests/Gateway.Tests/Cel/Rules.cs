using McpAspire.Gateway.Cel;
using McpAspire.Gateway.Cel.Checking;
using McpAspire.Gateway.Cel.Library;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Tests.Cel;

/// <summary>Short ways to compile and to evaluate.</summary>
internal static class Rules
{
    /// <summary>What a rule of a gateway can name, roughly.</summary>
    public static readonly CelEnvironment Gateway = new(
        [
            new CelVariable("mcp", CelType.Object("mcp",
                ("method", CelType.String),
                ("tool", CelType.Object("mcp.tool",
                    ("name", CelType.String), ("title", CelType.String), ("arguments", CelType.Dyn))))),
            new CelVariable("jwt"),
            new CelVariable("request", CelType.Map(CelType.String, CelType.String)),
            new CelVariable("now", CelType.Timestamp),
        ],
        CelFunctions.Standard.With(StandardLibrary.AddListContains));

    public static readonly CelEnvironment Empty = new([]);

    public static CelProgram Compile(string source, CelEnvironment? environment = null, CelOptions? options = null)
    {
        var compilation = CelCompiler.Compile(source, environment ?? Empty, options);
        Assert.True(compilation.Succeeded, compilation.Render());
        return compilation.Program;
    }

    public static string Refuse(string source, CelOptions? options = null)
    {
        var compilation = CelCompiler.Compile(source, Gateway, options);
        Assert.False(compilation.Succeeded, source);
        return compilation.Render();
    }

    public static CelValue Evaluate(string source, CelBudget? budget = null) =>
        Compile(source, options: new CelOptions { Permissive = true, Folding = new(0, TimeSpan.Zero) })
            .Evaluate(new BoundValues(), budget);

    public static CelValue Evaluate(string source, params (string Name, CelValue Value)[] variables) =>
        Compile(source, new CelEnvironment(variables.Select(variable => new CelVariable(variable.Name))))
            .Evaluate(new BoundValues([.. variables.Select(variable => variable.Value)]));
}
