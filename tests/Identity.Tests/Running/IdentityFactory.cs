using McpAspire.Identity.Users;
using McpAspire.Identity.Users.Hashing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace McpAspire.Identity.Tests.Running;

/// <summary>
/// The service as Program.cs composes it, with a clock that a test can shift and a hasher that it can watch.
/// </summary>
internal sealed class IdentityFactory(
    IReadOnlyDictionary<string, string?> settings,
    ShiftedClock clock,
    CountingHasher hasher,
    LogRecorder logs) : WebApplicationFactory<Program>
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(logs));
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            services.AddSingleton<IPasswordHasher<Account>>(
                provider => hasher.Around(provider.GetRequiredService<AccountPasswordHasher>()));
        });
    }
}
