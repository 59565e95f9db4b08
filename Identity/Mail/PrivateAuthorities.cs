using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailKit.Net.Smtp;

namespace McpAspire.Identity.Mail;

/// <summary>Certificate authorities that the operator runs, beside those that everybody knows.</summary>
internal sealed class PrivateAuthorities(X509Certificate2Collection certificates)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    public static PrivateAuthorities Read(string path)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(path);
        return new PrivateAuthorities(certificates);
    }

    /// <summary>What keeps the file from being used, in words for the operator; null if nothing does.</summary>
    public static string? ProblemOf(string path)
    {
        try
        {
            return Read(path).IsEmpty ? "which holds no certificate. Give a file in PEM" : null;
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return "which cannot be read. Give a PEM file that this service may read";
        }
    }

    private bool IsEmpty => certificates.Count == 0;

    /// <summary>Nothing else is let through: the name has to be right, and so have the dates.</summary>
    public void AreTrustedBy(SmtpClient client)
    {
        client.CheckCertificateRevocation = false;
        client.ServerCertificateValidationCallback = (_, certificate, chain, errors) =>
            errors == SslPolicyErrors.None
            || (errors == SslPolicyErrors.RemoteCertificateChainErrors
                && certificate is X509Certificate2 server && Issued(server, chain));
    }

    private bool Issued(X509Certificate2 server, X509Chain? presented)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        chain.ChainPolicy.CustomTrustStore.AddRange(certificates);
        foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(server);
    }
}
