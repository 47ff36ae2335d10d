namespace QuickStart.Service;

/// <summary>The environment variables are incomplete or invalid. The message specifies what to set.</summary>
internal sealed class SettingsException(string message) : Exception(message);
