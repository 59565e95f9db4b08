using StackExchange.Redis;

namespace McpAspire.Identity.Storage;

/// <summary>What is counted under one key, from the first time on and for so long.</summary>
internal readonly record struct CountedWindow(RedisKey Key, TimeSpan Period);
