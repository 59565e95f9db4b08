using McpAspire.Identity.Users.Hashing;

namespace McpAspire.Bench.Identity;

/// <summary>What a password hash costs, told to the service and to whoever makes the hashes.</summary>
internal sealed record PasswordCost(IReadOnlyDictionary<string, string> Settings, Argon2Cost Argon2)
{
    public static readonly PasswordCost Default = new(new Dictionary<string, string>(), new Argon2Options().Cost);

    /// <summary>The least that the service takes, some milliseconds.</summary>
    public static readonly PasswordCost Least = new(
        new Dictionary<string, string>
        {
            ["Identity__Password__Argon2__MemoryKiB"] = "7168",
            ["Identity__Password__Argon2__Iterations"] = "1",
            ["Identity__Password__Argon2__Parallelism"] = "1",
        },
        new Argon2Cost(7168, 1, 1));

    public string Hash(string password) => Argon2Hash.Create(password, Argon2).ToString();
}
