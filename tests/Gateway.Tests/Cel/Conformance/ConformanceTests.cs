using McpAspire.Gateway.Cel;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Tests.Cel.Conformance;

/// <summary>The conformance suite of cel-spec, every case of every file that is there.</summary>
public sealed class ConformanceTests
{
    private const string Absent = "(no cases)";

    public static TheoryData<string, int, string> Cases()
    {
        var cases = new TheoryData<string, int, string>();
        foreach (var (file, place, name) in ConformanceData.Names)
            cases.Add(file, place, name);
        if (cases.Count == 0)
            cases.Add(Absent, 0, Absent);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluate_CaseOfTheSpecification_GivesWhatItExpects(string file, int place, string name)
    {
        Assert.SkipWhen(
            file == Absent,
            "The cases of cel-spec are not here. They are read from ../shared/cel-conformance beside the repository, "
            + $"or from the folder that {ConformanceData.Variable} names.");
        Assert.NotNull(name);
        var row = ConformanceData.Find(file, place);

        // Unchecked, every expression has a result; checked, one that has a value must not be refused.
        AssertExpected(row, Evaluate(row, isPermissive: true));
        if (!row.IsUnchecked)
            AssertExpected(row, Evaluate(row, isPermissive: false));
    }

    private static CelValue Evaluate(ConformanceCase row, bool isPermissive)
    {
        var (environment, activation) = row.Bind();
        var options = new CelOptions { Permissive = isPermissive, Macros = row.HasMacros };
        var compilation = CelCompiler.Compile(row.Expression, environment, options);
        return compilation.Succeeded
            ? compilation.Program.Evaluate(activation)
            : CelErrors.Invalid(compilation.Render());
    }

    private static void AssertExpected(ConformanceCase row, CelValue actual)
    {
        if (row.Expected is { } expected)
            Assert.True(
                ConformanceValue.AreIdentical(expected, actual),
                $"{row.Expression}\ngave {actual}\ninstead of {expected}");
        else
            Assert.True(actual.IsError, $"{row.Expression}\ngave {actual}\ninstead of an error");
        if (actual.IsError)
            Assert.NotEqual(CelErrorCode.Internal, actual.AsError.Code);
    }
}
