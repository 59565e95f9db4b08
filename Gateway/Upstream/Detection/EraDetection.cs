using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream.Legacy;
using McpAspire.Gateway.Upstream.Messages;
using McpAspire.Gateway.Upstream.Modern;
using McpAspire.Gateway.Upstream.Transport;

namespace McpAspire.Gateway.Upstream.Detection;

/// <summary>
/// Finds out what a server speaks: the modern revision first, then <c>initialize</c>. Silence and garbage say nothing
/// about a revision; they are failures. A server that has once spoken the modern revision is never taken for an older
/// one, because whoever could spoil one answer could else choose the weaker protocol for everybody.
/// </summary>
internal sealed class EraDetection(ServerEra era, ModernLeg modern, LegacyHandshake legacy, UpstreamLog log)
{
    /// <summary>The gateway for itself: nothing declared, so that nothing is asked.</summary>
    private static readonly UpstreamCaller Self = new("gateway", McpEra.Modern, default, default);

    private bool _wasModern = era is ServerEra.Modern or ServerEra.Both;
    private bool _isLegacyKnown;

    /// <param name="isFirst">Whether the server has to be asked everything, not only for its description.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    public async Task<UpstreamDescription> DetectAsync(bool isFirst, CancellationToken cancellationToken)
    {
        if (era == ServerEra.Legacy || await DiscoverAsync(cancellationToken) is not { } description)
            return await GreetAsync(cancellationToken) ?? throw UpstreamFaults.Unusable("It speaks no known revision.");

        _wasModern = true;
        if (era == ServerEra.Auto && (isFirst || !_isLegacyKnown))
            _isLegacyKnown = await SpeaksLegacyAsync(cancellationToken);
        return description with { IsLegacy = era == ServerEra.Both || (era == ServerEra.Auto && _isLegacyKnown) };
    }

    private async Task<UpstreamDescription?> DiscoverAsync(CancellationToken cancellationToken)
    {
        var description = await TryDiscoverAsync(cancellationToken);
        if (description is not null || !_wasModern)
            return description;

        log.Downgrade();
        throw UpstreamFaults.Unusable("It does not speak the revision that it spoke.");
    }

    private async Task<UpstreamDescription?> TryDiscoverAsync(CancellationToken cancellationToken)
    {
        try
        {
            var call = new UpstreamCall(Self, "server/discover", default);
            using var answer = await modern.CallAsync(call, SilentTalk.Instance, cancellationToken);
            return answer.IsError ? DiscoverResult.ReadError(answer.Json.Span) : DiscoverResult.Read(answer.Json.Span);
        }
        catch (UpstreamException exception) when (exception.Refusal == UpstreamFaults.Refused)
        {
            // A status of 4xx without a reason of the revision's own.
            return null;
        }
    }

    private async Task<UpstreamDescription?> GreetAsync(CancellationToken cancellationToken)
    {
        if (await legacy.OpenAsync(Self, cancellationToken) is not { } greeting)
            return null;

        await legacy.CloseAsync(greeting.Session);
        return greeting.Description;
    }

    private async Task<bool> SpeaksLegacyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await GreetAsync(cancellationToken) is not null;
        }
        catch (UpstreamException exception) when (exception.Refusal == Routing.BackendFaults.Unusable)
        {
            // What it says to initialize is nothing that a client could use; the modern revision works.
            return false;
        }
    }
}
