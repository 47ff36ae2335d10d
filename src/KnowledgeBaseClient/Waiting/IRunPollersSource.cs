namespace KnowledgeBaseClient;

// Registered by a package that polls in another way than each client for itself.
internal interface IRunPollersSource
{
    // Returns the pollers of one client. local: those of this process, which only this client uses. optionsName: of the client's options.
    IRunPollers Create(string optionsName, ClientServices services, PollerRegistry local);
}
