using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using McpAspire.Gateway.Cel.Diagnostics;

namespace McpAspire.Gateway.Cel;

/// <summary>A program, or all that is wrong with its text.</summary>
internal sealed record CelCompilation(string Source, CelProgram? Program, ImmutableArray<CelDiagnostic> Diagnostics)
{
    /// <summary>With a program the diagnostics are only warnings.</summary>
    [MemberNotNullWhen(true, nameof(Program))]
    public bool Succeeded => Program is not null;

    public static CelCompilation Failed(string source, IEnumerable<CelDiagnostic> diagnostics) =>
        new(source, null, [.. diagnostics]);

    /// <summary>Everything that is wrong, with line, column and caret.</summary>
    public string Render() => string.Join("\n", Diagnostics.Select(diagnostic => diagnostic.Render(Source)));
}
