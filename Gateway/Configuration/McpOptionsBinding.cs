using System.ComponentModel;
using McpAspire.Gateway.Audit;
using McpAspire.Gateway.Policy;
using McpAspire.Gateway.RateLimiting;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Configuration;

/// <summary>
/// Binds the section <c>Mcp</c>. The binder stops at the first value that is not of its type; here such values are
/// set aside and reported together with everything else that is wrong.
/// </summary>
internal sealed class McpOptionsBinding(IConfiguration configuration) : IConfigureOptions<McpOptions>
{
    private static readonly (string Path, Type Type, string Remedy)[] Typed =
    [
        (nameof(McpOptions.MaxBodyBytes), typeof(int), "write a number of bytes, such as 4194304"),
        (nameof(McpOptions.MaxResultBytes), typeof(int), "write a number of bytes, such as 33554432"),
        (nameof(McpOptions.MaxAnswerBytes), typeof(int), "write a number of bytes, such as 67108864"),
        (nameof(McpOptions.BackendTimeout), typeof(TimeSpan), "write hours:minutes:seconds, such as 00:02:00"),
        (nameof(McpOptions.StreamIdleTimeout), typeof(TimeSpan), "write hours:minutes:seconds, such as 01:00:00"),
        (nameof(McpOptions.Transport), typeof(BackendTransport), "write HttpClient or Sockets"),
        (nameof(McpOptions.ListPageSize), typeof(int), "write a number of items, such as 1000"),
        (nameof(McpOptions.ListTimeout), typeof(TimeSpan), "write hours:minutes:seconds, such as 00:00:10"),
        (nameof(McpOptions.FileInterval), typeof(TimeSpan), "write hours:minutes:seconds, such as 00:00:01"),
        (nameof(McpOptions.DrainDelay), typeof(TimeSpan), "write hours:minutes:seconds, such as 00:00:05"),
        (nameof(McpOptions.DrainTimeout), typeof(TimeSpan), "write hours:minutes:seconds, such as 00:00:30"),
        (nameof(McpOptions.KeepAliveInterval), typeof(TimeSpan), "write hours:minutes:seconds, such as 00:00:15"),
        ($"{nameof(McpOptions.Authorization)}:{nameof(TokenOptions.JwksRefreshInterval)}", typeof(TimeSpan),
            "write hours:minutes:seconds, such as 00:05:00"),
        ($"{nameof(McpOptions.Authorization)}:{nameof(TokenOptions.RevocationsInterval)}", typeof(TimeSpan),
            "write hours:minutes:seconds, such as 00:00:02"),
        ($"{nameof(McpOptions.Authorization)}:{nameof(TokenOptions.RevocationsMaxAge)}", typeof(TimeSpan),
            "write hours:minutes:seconds, such as 00:05:00"),
        ("Authorization:Dpop:ProofLifetime", typeof(TimeSpan), "write hours:minutes:seconds, such as 00:01:00"),
        ("Sessions:IdleTimeout", typeof(TimeSpan), "write hours:minutes:seconds, such as 00:30:00"),
        ("Sessions:AbsoluteTimeout", typeof(TimeSpan), "write days.hours:minutes:seconds, such as 1.00:00:00"),
        ("Sessions:CacheTime", typeof(TimeSpan), "write hours:minutes:seconds, such as 00:00:01"),
        ("Bridge:AnswerTimeout", typeof(TimeSpan), "write hours:minutes:seconds, such as 00:05:00"),
        ("Bridge:MaxWaitingCalls", typeof(int), "write a number"),
        ("Bridge:MaxWaitingCallsPerClient", typeof(int), "write a number"),
        ("Bridge:MaxListenStreamsPerClient", typeof(int), "write a number"),
        ("Authorization:Dpop:RequireNonce", typeof(bool), "write true or false"),
        ("LegacyClients:QuestionTimeout", typeof(TimeSpan), "write hours:minutes:seconds, such as 00:10:00"),
        ("LegacyClients:ReplayTime", typeof(TimeSpan), "write hours:minutes:seconds, such as 00:02:00"),
        ("LegacyClients:ReplayEvents", typeof(int), "write a number of events, such as 128"),
        ("LegacyClients:ReplayBytes", typeof(int), "write a number of bytes, such as 262144"),
        ("LegacyClients:RequestsPerSession", typeof(int), "write a number, such as 256"),
        ("LegacyClients:StreamsPerSession", typeof(int), "write a number, such as 8"),
        ("LegacyClients:SubscriptionsPerSession", typeof(int), "write a number, such as 256"),
    ];

    public void Configure(McpOptions options)
    {
        var section = configuration.GetSection(McpOptions.Section);
        var unreadable = Typed
            .Concat(AuditOptions.Typed)
            .Concat(RateLimitOptions.Typed)
            .Concat(ServerSettings.Typed(section.GetSection(nameof(McpOptions.Servers))))
            .Where(setting => !IsReadable(section[setting.Path], setting.Type))
            .ToArray();

        var paths = unreadable.Select(setting => setting.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var readable = section.AsEnumerable(makePathsRelative: true)
            .Where(entry => entry.Value is not null && !paths.Contains(entry.Key) && !IsOfPolicy(entry.Key));
        new ConfigurationBuilder().AddInMemoryCollection(readable).Build().Bind(options);

        options.Policy = PolicySettings.Read(section.GetSection(nameof(McpOptions.Policy)));
        options.Unreadable =
        [
            .. unreadable.Select(setting =>
                $"{McpOptions.Section}:{setting.Path}: '{section[setting.Path]}' is unreadable; {setting.Remedy}."),
            .. ServerSettings.Unknown(section.GetSection(nameof(McpOptions.Servers))),
        ];
    }

    /// <summary>Rules have two forms, of which the binder knows none.</summary>
    private static bool IsOfPolicy(string path) =>
        path.StartsWith($"{nameof(McpOptions.Policy)}:", StringComparison.OrdinalIgnoreCase);

    private static bool IsReadable(string? value, Type type)
    {
        if (string.IsNullOrEmpty(value))
            return true;

        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value) is not null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException)
        {
            return false;
        }
    }
}
