namespace QuickStart;

/// <summary>The environment variables do not say which service to use; the message says what to set.</summary>
internal sealed class SettingsException(string message) : Exception(message);
