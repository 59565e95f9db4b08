namespace Aspire.Hosting.ApplicationModel;

/// <summary>How a command's result is to be read.</summary>
public enum CommandResultFormat
{
    Text,
    Json,
    Markdown,
}
