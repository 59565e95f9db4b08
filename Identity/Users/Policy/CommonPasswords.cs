using System.Collections.Frozen;

namespace McpAspire.Identity.Users.Policy;

/// <summary>
/// The passwords that people choose most, as they came up in breaches (NIST SP 800-63B, section 3.1.1.2). The list is
/// the one that zxcvbn brings along, so nothing leaves this machine.
/// </summary>
internal sealed class CommonPasswords
{
    private const string Resource = "zxcvbn-core.Dictionaries.passwords.lst";

    private readonly Lazy<FrozenSet<string>> _words = new(Read);

    public int Count => _words.Value.Count;

    public bool Contains(string password) => _words.Value.Contains(password);

    private static FrozenSet<string> Read()
    {
        using var stream = typeof(Zxcvbn.Zxcvbn).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The list of common passwords is not in {Resource}.");
        using var reader = new StreamReader(stream);
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (reader.ReadLine() is { } line)
        {
            if (line.Trim() is { Length: >= PasswordOptions.Floor } word)
                words.Add(word);
        }

        return words.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
