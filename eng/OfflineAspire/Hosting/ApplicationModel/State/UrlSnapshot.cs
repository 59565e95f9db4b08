namespace Aspire.Hosting.ApplicationModel;

/// <summary>An address of a resource.</summary>
public sealed record UrlSnapshot(string? Name, string Url, bool IsInternal);
