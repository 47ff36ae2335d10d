using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>A certificate made for one test, and a handler that trusts it and no other.</summary>
internal sealed class LoopbackCertificate : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private LoopbackCertificate(X509Certificate2 certificate) => Certificate = certificate;

    public X509Certificate2 Certificate { get; }

    public static LoopbackCertificate Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=loopback", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return new LoopbackCertificate(request.CreateSelfSigned(now - Lifetime, now + Lifetime));
    }

    public SocketsHttpHandler TrustingHandler() => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null && shown.GetRawCertData().AsSpan().SequenceEqual(Certificate.RawData),
        },
    };

    public void Dispose() => Certificate.Dispose();
}
