using System.Diagnostics.Metrics;
using System.Threading.Channels;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Policy;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace McpAspire.Gateway.Configuration.Reload;

/// <summary>
/// Takes over the servers and rules of a changed configuration when all of it is right; else everything stays as it was, and the
/// operator is told each error. The other settings count from the next start.
/// </summary>
internal sealed partial class ServersReload : BackgroundService
{
    /// <summary>A saved file is often reported more than once.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(100);

    private static readonly string[] Reloaded = [nameof(McpOptions.Servers), nameof(McpOptions.Policy)];

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly IConfiguration _configuration;
    private readonly IOptionsFactory<McpOptions> _factory;
    private readonly McpServerCatalogue _catalogue;
    private readonly PolicySource _policy;
    private readonly ConfigurationFiles _files;
    private readonly ReloadStatus _status;
    private readonly TimeProvider _time;
    private readonly ILogger<ServersReload> _logger;
    private readonly Counter<long> _reloads;
    private string _accepted;

    public ServersReload(
        IConfiguration configuration,
        IOptionsFactory<McpOptions> factory,
        McpServerCatalogue catalogue,
        PolicySource policy,
        ConfigurationFiles files,
        ReloadStatus status,
        TimeProvider time,
        IMeterFactory meters,
        ILogger<ServersReload> logger)
    {
        (_configuration, _factory, _catalogue, _policy) = (configuration, factory, catalogue, policy);
        (_files, _status, _time, _logger) = (files, status, time, logger);
        _reloads = meters.Create(GatewayTelemetry.Name).CreateCounter<long>(
            "mcpaspire.gateway.configuration.reloads", "{reload}", "Changes of the configuration by outcome");
        _accepted = Text();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listening = ChangeToken.OnChange(_configuration.GetReloadToken, Note);
        _files.Changed += Note;

        // What changed between the first reading and this line was not heard.
        Note();
        while (await _changes.Reader.WaitToReadAsync(stoppingToken))
        {
            await Task.Delay(Settling, _time, stoppingToken);
            _changes.Reader.TryRead(out _);
            Reload();
        }
    }

    private void Note() => _changes.Writer.TryWrite(true);

    private void Reload()
    {
        try
        {
            // The text before the options: a change between the two is then taken over by the next round.
            var text = Text();
            var options = _factory.Create(Options.DefaultName);
            Accept(text, options);
        }
        catch (OptionsValidationException exception)
        {
            Refuse([.. exception.Failures]);
        }
        catch (Exception exception)
        {
            // A value that nobody foresaw must not end the watch, nor let half a configuration in.
            Refuse([exception.Message]);
        }
    }

    private void Accept(string text, McpOptions options)
    {
        var wasRefused = _status.Errors.Count > 0;
        if (text == _accepted)
        {
            _status.Errors = [];
            if (wasRefused)
                LogGoodAgain(_catalogue.Version);
            return;
        }

        try
        {
            _policy.Replace(options.Policy);
            _catalogue.Replace(options);
        }
        catch (AggregateException exception)
        {
            // All others have taken it over, and so do requests; to call it refused would be wrong.
            LogNotTakenOver(exception, _catalogue.Version);
        }

        _accepted = text;
        _status.Errors = [];
        _reloads.Add(1, new KeyValuePair<string, object?>("outcome", "accepted"));
        LogAccepted(_catalogue.Version, string.Join(", ", options.Servers.Keys.Order(StringComparer.Ordinal)));
    }

    private void Refuse(string[] errors)
    {
        if (errors.SequenceEqual(_status.Errors))
            return;

        _status.Errors = errors;
        _reloads.Add(1, new KeyValuePair<string, object?>("outcome", "refused"));
        LogRefused(_catalogue.Version, Environment.NewLine + string.Join(Environment.NewLine, errors));
    }

    /// <summary>All settings of servers and rules in one text, to tell whether anything of them changed.</summary>
    private string Text() => string.Join(
        '\n',
        Reloaded.SelectMany(name => _configuration.GetSection($"{McpOptions.Section}:{name}").AsEnumerable())
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => $"{entry.Key}={entry.Value}"));

    [LoggerMessage(LogLevel.Information, "Configuration {Version} is in force; its servers are {Servers}")]
    private partial void LogAccepted(long version, string servers);

    [LoggerMessage(LogLevel.Information, "The configuration is as it was accepted again, as number {Version}")]
    private partial void LogGoodAgain(long version);

    [LoggerMessage(LogLevel.Error, "Configuration {Version} is in force, but a part of the gateway failed on it")]
    private partial void LogNotTakenOver(Exception exception, long version);

    [LoggerMessage(LogLevel.Error, "The changed configuration is refused, and number {Version} stays in force:{Errors}")]
    private partial void LogRefused(long version, string errors);
}
