using System.Numerics;

namespace KnowledgeBaseClient;

// How many run ids one request may carry: MaxRunIdsPerRequest, or one once the service turns out not to split run_ids at commas, which the
// API reference does not promise. Remembered by all calls of a client. Thread-safe.
internal sealed class RunIdLimit(ClientServices services)
{
    // As many checks are made in any case. After that, the runs probably do not exist, and a check follows every doubling.
    private const int AlwaysChecked = 8;

    private volatile bool _isSplit;
    private volatile bool _isOne;
    private int _doubts;

    // Several of the ids of one request were listed.
    public bool IsSplit
    {
        get => _isSplit;
        set => _isSplit = value;
    }

    public bool IsOne => _isOne;

    public int Value => _isOne ? 1 : services.Settings.MaxRunIdsPerRequest;

    // The number of a check, from 0. Null if it is not worth a request.
    public int? NextCheck() =>
        Interlocked.Increment(ref _doubts) - 1 is var number && (number < AlwaysChecked || BitOperations.IsPow2(number)) ? number : null;

    public void ReduceToOne()
    {
        if (!_isOne)
        {
            _isOne = true;
            Log.RunIdsNotSplit(services.Logger, OptionNames.MaxRunIdsPerRequest);
        }
    }
}
