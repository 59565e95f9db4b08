namespace McpAspire.Identity.Startup;

/// <summary>One group of settings, which can say what is wrong with it.</summary>
internal interface ISettingsCheck
{
    IReadOnlyList<string> FindProblems();
}
