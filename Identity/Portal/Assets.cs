using System.Collections.Frozen;
using McpAspire.Identity.Storage;

namespace McpAspire.Identity.Portal;

/// <summary>
/// The style sheet, the script of passkeys and the pictures, which lie in the assembly: they are there wherever it is
/// started from.
/// </summary>
internal sealed class Assets
{
    public const string Path = "/assets";
    private const string ResourcePrefix = "assets/";
    private const int VersionLength = 10;

    private readonly FrozenDictionary<string, Asset> _all = ReadAll();

    public Asset? Find(string name) => _all.GetValueOrDefault(name);

    /// <summary>The address with a version in it, so that a browser never shows a page in an older style.</summary>
    public string AddressOf(string name) => $"{Path}/{name}?v={_all[name].Version}";

    private static FrozenDictionary<string, Asset> ReadAll()
    {
        var assembly = typeof(Assets).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[ResourcePrefix.Length..], Read, StringComparer.Ordinal);

        Asset Read(string name)
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return new Asset(
                System.IO.Path.GetExtension(name) switch
                {
                    ".css" => "text/css; charset=utf-8",
                    ".js" => "text/javascript; charset=utf-8",
                    _ => "image/svg+xml",
                },
                content,
                Digest.Of(content)[..VersionLength]);
        }
    }
}
