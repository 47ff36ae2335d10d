namespace KnowledgeBaseClient;

// Warns of waits whose handler this silo does not have, once for each name. Another silo may have it, for example while a new version is
// rolled out. Used on the scheduler of the grain.
internal sealed class UnknownHandlers(WaitShardServices services, string knowledgeBaseId)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public void Check(WaitEntry entry)
    {
        if (!services.Handlers.Contains(entry.Handler))
        {
            Warn(entry);
        }
    }

    // Returns the reason why the wait cannot be delivered.
    public string Warn(WaitEntry entry)
    {
        var reason = ErrorText.Truncate(
            $"This silo has no handler \"{entry.Handler}\". Call AddRunCompletionHandler with this name in every silo, or cancel the "
            + "wait.");
        if (_names.Add(entry.Handler))
        {
            DurableWaitEvents.HandlerUnknown(services.Logger, entry.Id, knowledgeBaseId, reason);
        }

        return reason;
    }
}
