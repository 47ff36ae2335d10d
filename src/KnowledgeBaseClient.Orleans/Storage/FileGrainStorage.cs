using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace KnowledgeBaseClient;

// Stores the state of each grain in a file of its own. For one process: the directory is locked while the silo runs. Thread-safe.
internal sealed class FileGrainStorage(StateDirectory directory, IGrainStorageSerializer serializer, IActivatorProvider activators)
    : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private const int LockCount = 64;

    // A check of an ETag and the write after it are one step. Two activations of a grain may overlap.
    private readonly SemaphoreSlim[] _locks = [.. Enumerable.Range(0, LockCount).Select(_ => new SemaphoreSlim(1, 1))];

    // Opened before grains are activated, and closed after the last one has written.
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(FileGrainStorage),
        ServiceLifecycleStage.RuntimeInitialize,
        _ =>
        {
            directory.Open();
            return Task.CompletedTask;
        },
        _ =>
        {
            directory.Dispose();
            return Task.CompletedTask;
        });

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var name = StateFileName.Of(stateName, grainId);
        if (await directory.ReadAsync(name, cancellationToken).ConfigureAwait(false) is { } content)
        {
            var (etag, state) = StateFile.Read(directory.PathOf(name), content);
            grainState.State = serializer.Deserialize<T>(new BinaryData(state)) ?? Create<T>();
            (grainState.ETag, grainState.RecordExists) = (etag, true);
        }
        else
        {
            Reset(grainState);
        }
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var name = StateFileName.Of(stateName, grainId);
        var etag = Guid.NewGuid().ToString("N");

        // Before the first await, so that the grain cannot change its state meanwhile.
        var content = StateFile.Create(stateName, grainId, etag, serializer.Serialize(grainState.State).ToMemory().Span);
        using (await LockAsync(name, cancellationToken).ConfigureAwait(false))
        {
            await CheckAsync(name, grainState, cancellationToken).ConfigureAwait(false);
            await directory.WriteAsync(name, content, cancellationToken).ConfigureAwait(false);
        }

        (grainState.ETag, grainState.RecordExists) = (etag, true);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var name = StateFileName.Of(stateName, grainId);
        using (await LockAsync(name, cancellationToken).ConfigureAwait(false))
        {
            await CheckAsync(name, grainState, cancellationToken).ConfigureAwait(false);
            directory.Delete(name);
        }

        Reset(grainState);
    }

    public void Dispose()
    {
        directory.Dispose();
        Array.ForEach(_locks, one => one.Dispose());
    }

    private async Task CheckAsync<T>(string name, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var content = await directory.ReadAsync(name, cancellationToken).ConfigureAwait(false);
        var stored = content is null ? null : StateFile.Read(directory.PathOf(name), content).ETag;
        if (stored != grainState.ETag)
        {
            throw new InconsistentStateException(
                $"The state in the file \"{directory.PathOf(name)}\" was changed by another activation of its grain.",
                stored ?? "none",
                grainState.ETag ?? "none");
        }
    }

    private void Reset<T>(IGrainState<T> grainState)
    {
        grainState.State = Create<T>();
        (grainState.ETag, grainState.RecordExists) = (null, false);
    }

    private T Create<T>() => activators.GetActivator<T>().Create();

    private async Task<Release> LockAsync(string name, CancellationToken cancellationToken)
    {
        var one = _locks[(uint)name.GetHashCode(StringComparison.Ordinal) % LockCount];
        await one.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Release(one);
    }

    private readonly struct Release(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
