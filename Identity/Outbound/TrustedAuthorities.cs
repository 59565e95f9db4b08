using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace McpAspire.Identity.Outbound;

/// <summary>How the certificates of other servers are checked.</summary>
internal static class TrustedAuthorities
{
    /// <summary>
    /// The authorities of the system, and those of a file. Certificates that are missing in between are not fetched: a
    /// certificate says itself where they are, and could name any address of our network.
    /// </summary>
    public static X509ChainPolicy Policy(string? file)
    {
        var policy = new X509ChainPolicy
        {
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        if (string.IsNullOrWhiteSpace(file))
            return policy;

        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(Read(file));
        using var system = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        system.Open(OpenFlags.ReadOnly);
        policy.CustomTrustStore.AddRange(system.Certificates);
        return policy;
    }

    /// <summary>Why the file cannot be used, or null.</summary>
    public static string? ProblemOf(string file)
    {
        try
        {
            return Read(file).Count > 0 ? null : "which holds no certificate";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "which cannot be read";
        }
        catch (CryptographicException)
        {
            return "which is no PEM file of certificates";
        }
    }

    private static X509Certificate2Collection Read(string file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates;
    }
}
