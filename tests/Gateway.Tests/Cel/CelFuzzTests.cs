using System.Diagnostics;
using CsCheck;
using McpAspire.Gateway.Cel;
using McpAspire.Gateway.Cel.Checking;
using McpAspire.Gateway.Cel.Json;
using McpAspire.Gateway.Cel.Library;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Tests.Cel;

/// <summary>Whatever somebody writes: nothing is thrown, and nothing takes more than it was given.</summary>
public sealed class CelFuzzTests
{
    private const int Count = 10_000;
    private const long MaxBytes = 32 * 1024 * 1024;

    private static readonly CelBudget Budget = new(20_000, TimeSpan.FromSeconds(1));

    private static readonly CelEnvironment Environment = new(
        [
            new("s", CelType.String), new("i", CelType.Int), new("u"), new("d"), new("b", CelType.Bool), new("l"),
            new("m"), new("t", CelType.Timestamp), new("y"), new("n"), new("o"), new("e"),
        ],
        CelFunctions.Standard.With(StandardLibrary.AddListContains));

    private static readonly BoundValues Values = new(
        CelValue.Of("añ🐱" + new string('a', 3_000)),
        CelValue.Of(long.MinValue),
        CelValue.Of(ulong.MaxValue),
        CelValue.Of(double.NaN),
        CelValue.True,
        CelValue.Of(CelValue.Of(1L), CelValue.Of("x"), CelValue.Null, CelValue.Of(2.5)),
        CelJson.Read("""{"a":{"b":[1,2,{"c":null}]},"x":"y","big":[1,2,3,4,5,6,7,8,9]}"""u8.ToArray()),
        CelValue.Timestamp(new CelTime(CelTime.MaxSeconds, 999_999_999)),
        CelValue.Of([0xFF, 0x41]),
        CelValue.Null,
        CelOptional.None,
        CelErrors.DivideByZero);

    private static readonly RandomExpressions Random = new(Environment);

    [Fact]
    public void Evaluate_RandomExpression_NeitherThrowsNorExceedsItsBudget() =>
        Random.Built.Sample(AssertTame, iter: Count, threads: 2);

    [Fact]
    public void Evaluate_MutatedExpression_NeitherThrowsNorExceedsItsBudget() =>
        Random.Mutated.Sample(AssertTame, iter: Count, threads: 2);

    [Fact]
    public void Evaluate_RandomExpression_OftenHasAValue()
    {
        var values = 0;
        Random.Built.Sample(
            source =>
            {
                var program = CelCompiler.Compile(source, Environment, new() { Permissive = true }).Program;
                if (program is not null && !program.Evaluate(Values, Budget).IsError)
                    Interlocked.Increment(ref values);
            },
            iter: 1_000, threads: 1);

        Assert.InRange(values, 150, 1_000);
    }

    private static void AssertTame(string source)
    {
        foreach (var isPermissive in new[] { true, false })
        {
            var (before, started) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            var options = new CelOptions { Permissive = isPermissive, Folding = Budget };
            var compilation = CelCompiler.Compile(source, Environment, options);
            compilation.Render();
            if (compilation.Program is { } program)
                AssertTame(program);

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxBytes);
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5), source);
        }
    }

    private static void AssertTame(CelProgram program)
    {
        var value = program.Evaluate(Values, Budget);
        Assert.False(value is { IsError: true, AsError.Code: CelErrorCode.Internal }, $"{program.Source}\n{value}");

        // What is computed in advance here is computed there, and may take the rest of the budget.
        var explained = program.Explain(Values, Budget);
        if (!IsExhausted(value) && !IsExhausted(explained.Value))
            Assert.Equal(Told(value), Told(explained.Value));
        Assert.NotEmpty(explained.Decider().ToString());
    }

    private static string Told(CelValue value) => value.IsError ? value.AsError.Code.ToString() : value.ToString();

    private static bool IsExhausted(CelValue value) =>
        value is { IsError: true, AsError.Code: CelErrorCode.Exhausted };
}
