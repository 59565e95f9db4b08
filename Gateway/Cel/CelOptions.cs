using McpAspire.Gateway.Cel.Checking;

namespace McpAspire.Gateway.Cel;

/// <summary>How an expression is compiled, and how large it may be.</summary>
internal sealed record CelOptions
{
    public static readonly CelOptions Default = new();

    /// <summary>
    /// Names, functions and types that cannot fit are errors of the evaluation instead of the compilation, as the
    /// specification has it for expressions that nobody checked.
    /// </summary>
    public bool Permissive { get; init; }

    /// <summary>Whether macros are expanded, or are calls of functions that nobody defined.</summary>
    public bool Macros { get; init; } = true;

    /// <summary>Characters of the source.</summary>
    public int MaxLength { get; init; } = 32_768;

    /// <summary>Levels of nesting. The language asks for 12; a level takes some hundred bytes of the stack.</summary>
    public int MaxDepth { get; init; } = 200;

    /// <summary>Operators, literals, names and calls.</summary>
    public int MaxNodes { get; init; } = 8_192;

    /// <summary>What the expression must give, or null if that is open.</summary>
    public CelType? Result { get; init; }

    /// <summary>What evaluating constant parts during the compilation may cost.</summary>
    public CelBudget Folding { get; init; } = CelBudget.Default;
}
