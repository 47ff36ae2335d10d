using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Consumes an async sequence one item at a time, like an <c>await foreach</c> loop whose body the test controls.</summary>
internal sealed class Consumer<T>(IAsyncEnumerator<T> items)
{
    private Task<bool>? _moveNext = items.MoveNextAsync().AsTask();

    /// <summary>The MoveNextAsync call for the next item. If none is pending, reading this property starts one.</summary>
    public Task<bool> MoveNextTask => _moveNext ??= items.MoveNextAsync().AsTask();

    /// <summary>Takes the next item. Does not request the item after it.</summary>
    public async Task<T> TakeAsync()
    {
        Assert.That(await MoveNextTask.OrTimeout(), Is.True, "The sequence ended without another item.");
        _moveNext = null;
        return items.Current;
    }

    public async Task<IReadOnlyList<T>> TakeAsync(int count)
    {
        var taken = new List<T>();
        while (taken.Count < count)
        {
            taken.Add(await TakeAsync());
        }

        return taken;
    }

    public ValueTask DisposeAsync() => items.DisposeAsync();
}
