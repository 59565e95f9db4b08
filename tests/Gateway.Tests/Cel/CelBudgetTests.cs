using System.Diagnostics;
using McpAspire.Gateway.Cel;
using McpAspire.Gateway.Cel.Values;
using Microsoft.Extensions.Time.Testing;

namespace McpAspire.Gateway.Tests.Cel;

/// <summary>Expressions, and arguments of callers, that are meant to stall the gateway.</summary>
public sealed class CelBudgetTests
{
    private const string Ten = "[0,1,2,3,4,5,6,7,8,9]";

    public static TheoryData<string> Hostile() =>
    [
        $"{Ten}.all(a, {Ten}.all(b, {Ten}.all(c, {Ten}.all(d, {Ten}.all(e, {Ten}.all(f, a < 100))))))",
        $"{Ten}.map(a, {Ten}.map(b, {Ten}.map(c, {Ten}.map(d, {Ten}.map(e, {Ten}))))).size() > 0",
        "lists.range(1000000000).size() > 0",
        "lists.range(90000).all(a, lists.range(90000).all(b, true))",
        Doubling("'aaaaaaaaaaaaaaaa'", "a + a", 40, "a.size() > 0"),
        Doubling("[1]", "a + a", 40, "a.size() > 0"),
        Doubling("[1]", "[a, a]", 60, "cel.bind(b, a, [b] == [a])"),
        Doubling("[1]", "[a, a]", 60, "'%s'.format([a]) == ''"),
        Doubling("'ab'", "a.replace('a', a)", 40, "a.size() > 0"),
        Doubling("'ab'", "[a, a, a].join(a)", 40, "a.size() > 0"),
        "lists.range(5000).map(i, '%.1000f'.format([i])).size() > 0",
        "lists.range(1000).all(i, 'a'.matches('(a|b){' + string(i % 900) + '}') || true)",
        "lists.range(3000).all(i, timestamp(i).getHours('No/Where') == 0 || true)",
        $"{Ten}.all(a, {Ten}.all(b, !text.contains(part)))",
        $"{Ten}.all(a, {Ten}.all(b, {Ten}.all(c, text.lastIndexOf(part) < 0)))",
        $"{Ten}.all(a, {Ten}.all(b, {Ten}.all(c, text.matches('(a|aa|aaa)*b'))) || true)",
        $"{Ten}.all(a, {Ten}.all(b, {Ten}.all(c, text.split('').size() > 0)))",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Evaluate_Hostile_EndsSoonWithLittleMemory(string source)
    {
        var environment = new CelEnvironment([new CelVariable("text"), new CelVariable("part")]);
        var activation = new BoundValues(
            CelValue.Of(new string('a', 100_000)), CelValue.Of(new string('a', 40_000) + "b"));
        var program = Rules.Compile(source, environment, new CelOptions { Permissive = true });
        var (before, started) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());

        var value = program.Evaluate(activation);

        Assert.True(value.IsError, value.ToString());
        Assert.True(value.AsError.Code == CelErrorCode.Exhausted, value.AsError.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L * 1024 * 1024);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5), source);
    }

    [Theory]
    [InlineData("|| true")]
    [InlineData("&& false")]
    public void Evaluate_ExhaustedOperand_IsNotAbsorbed(string absorbing)
    {
        var value =
            Rules.Evaluate($"lists.range(1000).all(a, lists.range(1000).all(b, true)) {absorbing}", CelBudget.Default);

        Assert.Equal(CelErrorCode.Exhausted, value.AsError.Code);
    }

    [Fact]
    public void Evaluate_TimeIsUp_EndsBetweenSteps()
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(20) };
        var program = Rules.Compile("lists.range(n).all(a, a >= 0)", new CelEnvironment([new CelVariable("n")]));
        var budget = new CelBudget(long.MaxValue, TimeSpan.FromMilliseconds(50));

        Assert.True(program.Evaluate(new BoundValues(CelValue.Of(100L)), budget, clock).IsTrue);
        Assert.Equal(CelErrors.Exhausted, program.Evaluate(new BoundValues(CelValue.Of(10_000L)), budget, clock));
    }

    [Fact]
    public void Compile_HostileConstants_AreLeftToTheEvaluation()
    {
        var started = Stopwatch.GetTimestamp();

        var program =
            Rules.Compile($"[{string.Join(", ", Enumerable.Repeat("lists.range(90000).size()", 200))}].size() > 0");

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
        Assert.Equal(CelErrorCode.Exhausted, program.Evaluate(new BoundValues()).AsError.Code);
    }

    [Fact]
    public void Evaluate_OrdinaryRule_IsFarFromItsBudget()
    {
        var value = Rules.Evaluate(
            "['a', 'b', 'c'].exists(x, 'abc'.contains(x)) && 'x'.matches('^[a-z]+$')",
            new CelBudget(100, TimeSpan.FromDays(1)));

        Assert.True(value.IsTrue);
    }

    /// <summary>Each level makes of what is below it something twice as large.</summary>
    private static string Doubling(string start, string step, int levels, string end) =>
        $"cel.bind(a, {start}, " + string.Concat(Enumerable.Repeat($"cel.bind(a, {step}, ", levels)) + end
        + new string(')', levels + 1);
}
