namespace McpAspire.AppHost.Topology;

/// <summary>
/// The application cannot start as it was asked to; the message is for the operator and says what to change.
/// </summary>
internal sealed class SettingsException(IReadOnlyCollection<string> errors)
    : DistributedApplicationException(string.Join(Environment.NewLine, errors))
{
    private static int IsInstalled;

    /// <summary>A stack trace under a wrong port number hides what is to be done about it.</summary>
    public static void IsShownWithoutStackTrace()
    {
        if (Interlocked.Exchange(ref IsInstalled, 1) == 0)
            AppDomain.CurrentDomain.UnhandledException += Show;
    }

    private static void Show(object sender, UnhandledExceptionEventArgs unhandled)
    {
        if (unhandled.ExceptionObject is not SettingsException error)
            return;
        Console.Error.WriteLine(error.Message);
        Environment.Exit(1);
    }
}
