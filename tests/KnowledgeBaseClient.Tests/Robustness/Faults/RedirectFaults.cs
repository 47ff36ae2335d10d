namespace KnowledgeBaseClient.Tests.Robustness.Faults;

/// <summary>Redirects, none of which the client follows.</summary>
internal static class RedirectFaults
{
    private const string SamePath = "/v1/knowledge-bases/kb/runs";

    private static readonly int[] StatusesToFollow = [301, 302, 303, 307, 308];

    public static IEnumerable<Fault> All =>
    [
        .. StatusesToFollow.SelectMany(WithStatus),
        Fault.Redirect("307 from https to https", 307, _ => SamePath) with { IsOverTls = true },
        Fault.Redirect("300", 300, otherServer => $"{otherServer}runs"),
        Fault.Permanent<KnowledgeBaseApiException>("302 without a location", Reply.Status(302)),
        Fault.Permanent<KnowledgeBaseApiException>("304", Reply.Status(304)),
    ];

    private static IEnumerable<Fault> WithStatus(int status)
    {
        yield return Fault.Redirect($"{status} to another server, which redirects back", status, SamePathOn);
        yield return Fault.Redirect($"{status} to the same address", status, _ => SamePath);
        yield return Fault.Redirect($"{status} from https to http", status, SamePathOn) with { IsOverTls = true };
        yield return Fault.Redirect($"{status} to an invalid address", status, _ => "http://") with
        {
            RedirectTarget = _ => "an invalid address",
        };
    }

    private static string SamePathOn(Uri server) => new Uri(server, SamePath).AbsoluteUri;
}
