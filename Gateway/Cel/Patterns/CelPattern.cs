using System.Text.RegularExpressions;
using McpAspire.Gateway.Cel.Compilation;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Patterns;

/// <summary>
/// A regular expression with the syntax of RE2, matched in a time that grows with the length of the text alone.
/// </summary>
internal sealed class CelPattern
{
    /// <summary>What compiling one costs while an expression is evaluated, in steps.</summary>
    public const long CompilationCost = 5_000;

    private const int CharactersAStep = 4;
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(100);

    private readonly Regex? _regex;

    private CelPattern(Regex? regex, string? fault) => (_regex, Fault) = (regex, fault);

    /// <summary>What is wrong with it, or null.</summary>
    public string? Fault { get; }

    public static CelPattern Compile(string pattern)
    {
        try
        {
            const RegexOptions Options =
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
            return new(new Regex(Re2Translator.Translate(pattern), Options, Timeout), null);
        }
        catch (Exception exception) when (exception is PatternFault or ArgumentException or NotSupportedException)
        {
            var reason = exception is PatternFault ? exception.Message : "it is too large";
            return new(null, $"{ValueText.Of(pattern)} is no regular expression: {reason}");
        }
    }

    /// <summary>Whether a part of the text matches.</summary>
    public CelValue Matches(string text, ref CelFrame frame)
    {
        if (_regex is null)
            return CelErrors.Invalid(Fault!);
        if (!frame.Spend(1 + (text.Length / CharactersAStep)))
            return frame.Failure;

        try
        {
            return CelValue.Of(_regex.IsMatch(text));
        }
        catch (RegexMatchTimeoutException)
        {
            frame.Fail(CelErrors.Exhausted);
            return CelErrors.Exhausted;
        }
    }
}
