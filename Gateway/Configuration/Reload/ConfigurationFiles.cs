using System.Collections.Concurrent;

namespace McpAspire.Gateway.Configuration.Reload;

/// <summary>
/// The files that cannot be read at the moment. What they said before may be gone from the configuration, so nothing
/// of it may be taken over as long as one is listed here.
/// </summary>
internal sealed class ConfigurationFiles
{
    private readonly ConcurrentDictionary<string, string> _problems = new(StringComparer.Ordinal);

    /// <summary>One became unreadable, readable again, or unreadable in another way.</summary>
    public event Action? Changed;

    public IEnumerable<string> Problems => _problems.OrderBy(it => it.Key, StringComparer.Ordinal).Select(it => it.Value);

    public void Report(string file, string problem)
    {
        _problems[file] = problem;
        Changed?.Invoke();
    }

    public void Clear(string file)
    {
        if (_problems.TryRemove(file, out _))
            Changed?.Invoke();
    }
}
