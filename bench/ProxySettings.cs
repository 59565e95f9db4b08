using System.Globalization;

namespace McpAspire.Bench;

/// <summary>How long a run of the proxy rows takes, and which part of it is wanted.</summary>
internal sealed record ProxySettings
{
    private const int MaxRounds = 50;
    private const double MaxSeconds = 30;

    public int Rounds { get; private init; } = 5;

    /// <summary>How long a cell lasts: one row under one workload.</summary>
    public TimeSpan Cell { get; private init; } = TimeSpan.FromSeconds(2);

    /// <summary>Discarded, for each process: its code is compiled in tiers while it runs.</summary>
    public TimeSpan WarmUp { get; private init; } = TimeSpan.FromSeconds(8);

    /// <summary>Empty for all.</summary>
    public IReadOnlyList<string> Rows { get; private init; } = [];

    /// <summary>Empty for all.</summary>
    public IReadOnlyList<string> Workloads { get; private init; } = [];

    /// <summary>Null for what it does not understand.</summary>
    public static ProxySettings? Parse(IReadOnlyList<string> arguments)
    {
        var settings = new ProxySettings();
        for (var i = 0; i < arguments.Count; i++)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            ProxySettings? next = arguments[i] switch
            {
                "--quick" => settings with { Cell = TimeSpan.FromSeconds(0.3), WarmUp = TimeSpan.FromSeconds(5) },
                "--rounds" when Number(value) is >= 1 and <= MaxRounds and var rounds =>
                    settings with { Rounds = (int)rounds },
                "--seconds" when Number(value) is > 0 and <= MaxSeconds and var seconds =>
                    settings with { Cell = TimeSpan.FromSeconds(seconds) },
                "--rows" when value.Length > 0 => settings with { Rows = value.Split(',') },
                "--workloads" when value.Length > 0 => settings with { Workloads = value.Split(',') },
                _ => null,
            };
            if (next is null)
                return null;

            settings = next;
            if (arguments[i] != "--quick")
                i++;
        }

        return settings;
    }

    public bool Wants(IReadOnlyList<string> chosen, string name) => chosen.Count == 0 || chosen.Contains(name);

    private static double Number(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
