using System.Globalization;
using McpAspire.Gateway.Audit.Chain;
using McpAspire.Gateway.Audit.Verification;

namespace McpAspire.Gateway.Audit;

/// <summary>
/// <c>audit verify DIRECTORY [--key FILE] [--expect ROW:HASH]</c>: proves a trail without the gateway, and names the
/// first row that is wrong.
/// </summary>
internal static class AuditCommand
{
    private const string Usage = "Usage: audit verify DIRECTORY [--key PUBLIC-KEY-FILE] [--expect ROW:HASH]";
    private const int Bad = 1;
    private const int Misunderstood = 2;

    public static bool IsMeant(string[] args) => args is ["audit", ..];

    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (args is not ["audit", "verify", { } directory, .. var options]
            || !TryRead(options, out var file, out var expected))
        {
            errors.WriteLine(Usage);
            return Misunderstood;
        }

        if (ReadKey(file ?? Path.Combine(directory, AuditPublicKey.FileName), errors) is not { } key)
            return Misunderstood;

        try
        {
            var verdict = new TrailVerifier(directory, key) { Expected = expected }.Verify();
            Tell(verdict, key, isPinned: file is not null, output);
            return verdict.Finding is null ? 0 : Bad;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine(exception.Message);
            return Misunderstood;
        }
    }

    private static void Tell(Verdict verdict, AuditPublicKey key, bool isPinned, TextWriter output)
    {
        foreach (var note in verdict.Notes)
            output.WriteLine($"note: {note}");
        if (verdict.Finding is { } finding)
        {
            output.WriteLine($"BAD {finding}");
            return;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"good: {verdict.Rows} rows, the last is {verdict.Last}:{verdict.Hash}"));
        if (verdict.IsInUse)
            output.WriteLine("a gateway is writing this trail: what is behind its last head was not judged");
        output.WriteLine(isPinned
            ? $"signed by the key {key.Fingerprint}"
            : $"signed by the key {key.Fingerprint}, which was read from the directory itself: compare it with what "
                + "the gateway logs at its start, or keep it elsewhere and give it with --key");
    }

    private static AuditPublicKey? ReadKey(string path, TextWriter errors)
    {
        try
        {
            if (AuditPublicKey.Read(File.ReadAllText(path)) is { } key)
                return key;
            errors.WriteLine($"{path}: this is no key of P-256 in PEM");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine(exception.Message);
        }

        return null;
    }

    private static bool TryRead(string[] options, out string? key, out (long, string)? expected)
    {
        (key, expected) = (null, null);
        for (var i = 0; i < options.Length; i += 2)
        {
            if (i + 1 == options.Length)
                return false;
            if (options[i] == "--key")
                key = options[i + 1];
            else if (options[i] != "--expect" || !TryRead(options[i + 1], out expected))
                return false;
        }

        return true;
    }

    private static bool TryRead(string text, out (long, string)? expected)
    {
        expected = text.Split(':') is [var row, { Length: ChainLink.HashLength } hash]
            && long.TryParse(row, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number, hash)
            : null;
        return expected is not null;
    }
}
