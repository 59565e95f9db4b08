namespace McpAspire.Identity.Users.Hashing;

/// <summary>What one hash costs: memory, passes over it, and lanes that are filled side by side.</summary>
internal sealed record Argon2Cost(int MemoryKiB, int Iterations, int Parallelism);
