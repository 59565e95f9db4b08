namespace McpAspire.Gateway.Cel.Values;

/// <summary>A list over strings that a caller holds anyway, such as the scopes of a token.</summary>
internal sealed class CelStrings(IReadOnlyList<string> strings) : CelList
{
    public override int Count => strings.Count;

    public override CelValue this[int index] => CelValue.Of(strings[index]);
}
