using System.Runtime.InteropServices;
using Garnet;
using McpAspire.OfflineAspire.Garnet;

// The password comes through the environment: arguments are seen by everybody on the machine.
var options = GarnetArguments.For(
    port: args[0], folder: args.ElementAtOrDefault(1), Environment.GetEnvironmentVariable("REDIS_PASSWORD"));

var stop = new TaskCompletionSource();
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

using var server = new GarnetServer(options);
server.Start();
await stop.Task;
await server.Store.CommitAOFAsync(CancellationToken.None);

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.TrySetResult();
}
