using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace McpAspire.Identity.Keys;

/// <summary>Data-protection keys in Redis, where every replica finds them, sealed by the key on disk.</summary>
internal sealed class DataProtectionSetup(IConnectionMultiplexer redis, MasterKey master)
    : IConfigureOptions<KeyManagementOptions>
{
    public static readonly RedisKey Key = "idp:data-protection";

    public void Configure(KeyManagementOptions options)
    {
        options.XmlRepository = new RedisXmlRepository(() => redis.GetDatabase(), Key);
        options.XmlEncryptor = new MasterKeyXmlEncryptor(master);
    }
}
