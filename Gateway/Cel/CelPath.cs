using System.Collections.Immutable;

namespace McpAspire.Gateway.Cel;

/// <summary>A variable and the fields that are selected from it.</summary>
internal sealed class CelPath(IEnumerable<string> segments) : IEquatable<CelPath>
{
    public ImmutableArray<string> Segments { get; } = [.. segments];

    public CelPath Add(string field) => new(Segments.Add(field));

    /// <summary>Whether one of the two is within the other, so that who reads the one may see of the other.</summary>
    public bool Touches(CelPath other) => Segments.Zip(other.Segments).All(pair => pair.First == pair.Second);

    public bool Equals(CelPath? other) => other is not null && Segments.AsSpan().SequenceEqual(other.Segments.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as CelPath);

    public override int GetHashCode() =>
        Segments.Aggregate(0, (hash, segment) => HashCode.Combine(hash, segment.GetHashCode()));

    public override string ToString() => string.Join('.', Segments);
}
