using BenchmarkDotNet.Attributes;
using McpAspire.Gateway.Cel;
using McpAspire.Gateway.Cel.Checking;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Micro;

/// <summary>What evaluating a rule takes, with the values at hand.</summary>
public class CelRules
{
    private readonly Request _request = new();
    private CelProgram _typical = null!;
    private CelProgram _declared = null!;
    private CelProgram _groups = null!;
    private CelProgram _macro = null!;
    private CelProgram _network = null!;

    /// <summary>Compiles the rules.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var variables = new CelVariable[]
        {
            new("mcp"), new("jwt"), new("source"), new("mcp.tool.name", CelType.String),
            new("jwt.scope", CelType.String),
        };
        var open = new CelEnvironment(variables[..3]);
        var declared = new CelEnvironment(variables);
        const string Typical = """mcp.tool.name.startsWith("file_read") && jwt.scope.contains("files:read")""";
        _typical = Compile(Typical, open);
        _declared = Compile(Typical, declared);
        _groups = Compile("""mcp.tool.name.startsWith("file_") && "admins" in jwt.groups""", open);
        _macro = Compile("""jwt.groups.exists(g, g.startsWith("adm"))""", open);
        _network = Compile("""cidr("10.0.0.0/8").containsIP(ip(source.address))""", open);
        foreach (var program in new[] { _typical, _declared, _groups, _macro, _network })
            if (!program.Evaluate(_request).IsTrue)
                throw new InvalidOperationException($"{program.Source} gave {program.Evaluate(_request)}");
    }

    /// <summary>The first rule of the documentation, over maps.</summary>
    [Benchmark(Baseline = true)]
    public bool Typical() => _typical.Evaluate(_request).IsTrue;

    /// <summary>The same, over variables that were declared with their dots.</summary>
    [Benchmark]
    public bool Declared() => _declared.Evaluate(_request).IsTrue;

    /// <summary>Membership in a list.</summary>
    [Benchmark]
    public bool Groups() => _groups.Evaluate(_request).IsTrue;

    /// <summary>A macro.</summary>
    [Benchmark]
    public bool Macro() => _macro.Evaluate(_request).IsTrue;

    /// <summary>An address in a network.</summary>
    [Benchmark]
    public bool Network() => _network.Evaluate(_request).IsTrue;

    private static CelProgram Compile(string source, CelEnvironment environment)
    {
        var compilation = CelCompiler.Compile(source, environment);
        return compilation.Program ?? throw new InvalidOperationException(compilation.Render());
    }

    /// <summary>Values that are made once for a call, as a caller has them.</summary>
    private sealed class Request : ICelActivation
    {
        private readonly CelValue[] _values =
        [
            CelValue.Of(new Fields(("method", CelValue.Of("tools/call")), ("tool", CelValue.Of(new Fields(
                ("name", CelValue.Of("file_read_lines")), ("title", CelValue.Of("Read lines"))))))),
            CelValue.Of(new Fields(
                ("sub", CelValue.Of("ada")), ("scope", CelValue.Of("openid files:read files:write")),
                ("groups", CelValue.Of(new CelStrings(["users", "operators", "admins"]))))),
            CelValue.Of(new Fields(("address", CelValue.Of("10.1.2.3")))),
            CelValue.Of("file_read_lines"),
            CelValue.Of("openid files:read files:write"),
        ];

        public CelValue Read(int slot) => _values[slot];
    }

    private sealed class Fields(params (string Name, CelValue Value)[] fields) : CelObject
    {
        public override int Count => fields.Length;

        public override CelValue KeyAt(int index) => CelValue.Of(fields[index].Name);

        public override bool TryGet(string key, out CelValue value)
        {
            foreach (var (name, known) in fields)
                if (name == key)
                {
                    value = known;
                    return true;
                }

            value = default;
            return false;
        }
    }
}
