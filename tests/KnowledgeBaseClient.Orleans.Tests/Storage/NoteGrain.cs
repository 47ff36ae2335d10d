namespace KnowledgeBaseClient.Tests.Storage;

internal sealed class NoteGrain(
    [PersistentState("note", KnowledgeBaseFleetSiloBuilderExtensions.StorageName)] IPersistentState<NoteState> state) : Grain, INoteGrain
{
    public Task<string> ReadAsync() => Task.FromResult(state.State.Text);

    public async Task WriteAsync(string text)
    {
        state.State.Text = text;
        await state.WriteStateAsync();
    }
}
