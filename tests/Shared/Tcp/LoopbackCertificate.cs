using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>A self-signed certificate for one test, and handlers that trust only this certificate.</summary>
internal sealed class LoopbackCertificate : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private LoopbackCertificate(X509Certificate2 certificate) => Certificate = certificate;

    public X509Certificate2 Certificate { get; }

    public static LoopbackCertificate Create() => Create(IPAddress.Loopback, TimeSpan.Zero);

    public static LoopbackCertificate CreateExpired() => Create(IPAddress.Loopback, -2 * Lifetime);

    /// <summary>A certificate for an address at which no server listens.</summary>
    public static LoopbackCertificate CreateForOtherHost() => Create(IPAddress.Parse("127.0.0.2"), TimeSpan.Zero);

    private static LoopbackCertificate Create(IPAddress address, TimeSpan shift)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=loopback", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow() + shift;
        return new LoopbackCertificate(request.CreateSelfSigned(now - Lifetime, now + Lifetime));
    }

    public SocketsHttpHandler TrustingHandler() => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                certificate is not null && certificate.GetRawCertData().AsSpan().SequenceEqual(Certificate.RawData),
        },
    };

    /// <summary>Validates as usual, but with this certificate among the trusted roots.</summary>
    public SocketsHttpHandler ValidatingHandler()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(Certificate);
        return new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } };
    }

    public void Dispose() => Certificate.Dispose();
}
