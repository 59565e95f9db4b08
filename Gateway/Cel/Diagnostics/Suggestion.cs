namespace McpAspire.Gateway.Cel.Diagnostics;

/// <summary>Finds the name that a mistyped one is nearest to.</summary>
internal static class Suggestion
{
    /// <summary>Comparing takes the product of the lengths, and no name is that long.</summary>
    private const int MaxLength = 100;

    public static string? Among(IEnumerable<string> names, string typed)
    {
        if (typed.Length > MaxLength)
            return null;

        var nearest = names
            .Select(name => (Name: name, Distance: Distance(name.ToLowerInvariant(), typed.ToLowerInvariant())))
            .Where(candidate => candidate.Distance <= Math.Max(1, typed.Length / 3))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.Name is null ? null : $"Did you mean \"{nearest.Name}\"?";
    }

    /// <summary>How many letters must be added, removed, replaced or swapped with their neighbour.</summary>
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= right.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        for (var j = 1; j <= right.Length; j++)
        {
            var replaced = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
            rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
        }

        return rows[left.Length, right.Length];
    }
}
