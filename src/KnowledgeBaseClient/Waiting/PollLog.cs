using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// Logs the polls of one knowledge base: each at Debug, one with failed requests as a warning, and the first one without as information.
internal sealed class PollLog(ILogger logger, string knowledgeBaseId)
{
    private int _failedPolls;

    public void Add(Poll poll)
    {
        Log.PollCompleted(logger, poll.Input.Number, knowledgeBaseId, poll.Requests, poll.Runs.Count);
        if (poll.Failures.Count > 0)
        {
            _failedPolls++;
            Log.PollFailed(logger, knowledgeBaseId, poll.Failures.Count, poll.Failures[0].Message);
        }
        else if (_failedPolls > 0 && poll.HasSucceeded)
        {
            Log.PollingRecovered(logger, knowledgeBaseId, _failedPolls);
            _failedPolls = 0;
        }
    }
}
