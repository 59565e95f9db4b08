using System.ComponentModel;
using System.Runtime.InteropServices;

namespace McpAspire.Bench.Wire;

/// <summary>
/// Waits for many sockets in one thread (Linux). Asynchronous sockets would cost the generator a wake-up of the thread
/// pool for each answer, on the two processors that it shares with what it measures.
/// </summary>
internal static partial class Poll
{
    private const int SetTimerSlack = 29;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The kernel may wake a thread 50 microseconds late, which is half of what is to be measured.</summary>
    public static void WakeThisThreadInTime() => _ = Control(SetTimerSlack, 1, 0, 0, 0);

    /// <summary>How many of the entries are ready; 0 when the time is over.</summary>
    public static int Wait(Span<Entry> entries, long nanoseconds)
    {
        var timeout = new TimeSpec(nanoseconds / NanosecondsPerSecond, nanoseconds % NanosecondsPerSecond);
        var ready = Ppoll(ref MemoryMarshal.GetReference(entries), (nuint)entries.Length, in timeout, 0);
        if (ready < 0 && Marshal.GetLastPInvokeError() is not Interrupted and var error)
            throw new Win32Exception(error);

        return Math.Max(ready, 0);
    }

    private const int Interrupted = 4;

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    private static partial int Ppoll(ref Entry entries, nuint count, in TimeSpec timeout, nint signals);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint first, nuint second, nuint third, nuint fourth);

    /// <summary><c>struct pollfd</c>.</summary>
    internal struct Entry(int descriptor)
    {
        private const short Readable = 1;

        private readonly int _descriptor = descriptor;
        private readonly short _wanted = Readable;
        private readonly short _found;

        /// <summary>Also when the peer has gone: reading then says so.</summary>
        public readonly bool IsReady => _found != 0;
    }

    private readonly record struct TimeSpec(long Seconds, long Nanoseconds);
}
