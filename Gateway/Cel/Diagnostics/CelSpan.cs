namespace McpAspire.Gateway.Cel.Diagnostics;

/// <summary>A part of the source, in UTF-16 units.</summary>
internal readonly record struct CelSpan(int Start, int End)
{
    public CelSpan To(CelSpan other) => new(Math.Min(Start, other.Start), Math.Max(End, other.End));

    public string Of(string source) => source[Start..End];
}
