using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Compilation;

/// <summary>What handling a value costs, in steps.</summary>
internal static class CelCost
{
    /// <summary>Characters of a string that are handled in a step.</summary>
    private const int CharactersAStep = 32;

    public static long Of(in CelValue value) => value.Kind switch
    {
        CelKind.String => value.AsString.Length / CharactersAStep,
        CelKind.Bytes => value.AsBytes.Length / CharactersAStep,
        _ => 0,
    };

    public static long OfLength(long characters) => 1 + (characters / CharactersAStep);
}
