using System.Security.Cryptography;
using McpAspire.Identity.Keys;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace McpAspire.Identity.Tests.Keys;

/// <summary>Database, keys and Redis of several hosts, at once or one after another.</summary>
internal sealed class SharedData : IAsyncDisposable
{
    public required RedisServer Redis { get; init; }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("identity-tests-").FullName;

    public static async Task<SharedData> CreateAsync() => new() { Redis = await RedisServer.StartNewAsync() };

    /// <summary>Moves the keys from the database into files, where earlier versions had them.</summary>
    public Task WriteKeyFilesAsync(IdentityHost host) => host.InDatabaseAsync(async services =>
    {
        var database = services.GetRequiredService<IdentityDatabase>();
        var safe = services.GetRequiredService<TokenKeySafe>();
        foreach (var row in await database.TokenKeys.ToListAsync())
        {
            var (name, content) = safe.Open(row) switch
            {
                RsaSecurityKey rsa => ("signing.pem", System.Text.Encoding.ASCII.GetBytes(Pem(rsa))),
                SymmetricSecurityKey key => ("token-encryption.key", key.Key),
                var other => throw new NotSupportedException(other.ToString()),
            };
            await File.WriteAllBytesAsync(Path.Combine(host.KeysDirectory, name), content);
        }

        return await database.TokenKeys.ExecuteDeleteAsync();
    });

    public async ValueTask DisposeAsync()
    {
        await Redis.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static string Pem(RsaSecurityKey key) => (key.Rsa ?? RSA.Create(key.Parameters)).ExportPkcs8PrivateKeyPem();
}
