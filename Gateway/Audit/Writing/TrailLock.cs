using McpAspire.Gateway.Audit.Chain;

namespace McpAspire.Gateway.Audit.Writing;

/// <summary>A trail has one writer. The lock ends with the process, however that ends.</summary>
internal static class TrailLock
{
    public const string FileName = "audit.lock";

    /// <exception cref="TrailException">Another gateway has it.</exception>
    public static FileStream Take(string directory)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (IsHeld(directory))
        {
            throw new TrailException(
                $"Another gateway writes the trail in {directory}; give each gateway a directory of its own.");
        }
    }

    /// <summary>Whether a gateway is writing this trail at the moment.</summary>
    public static bool IsHeld(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
            return false;

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
