namespace McpAspire.Gateway.Cel.Syntax;

/// <summary>The names of operators as functions (langdef, Standard Definitions).</summary>
internal static class Operators
{
    public const string Not = "!_";
    public const string Negate = "-_";
    public const string Index = "_[_]";
    public const string OptionalIndex = "_[?_]";
    public const string Equal = "_==_";
    public const string NotEqual = "_!=_";
    public const string In = "@in";

    public static string Binary(string symbol) => symbol == "in" ? In : $"_{symbol}_";

    public static bool Is(string function) =>
        function.Contains('_') && !char.IsAsciiLetter(function[^1]) || function == In;

    /// <summary>As it is written.</summary>
    public static string Text(string function) => function == In ? "in" : function.Trim('_');
}
