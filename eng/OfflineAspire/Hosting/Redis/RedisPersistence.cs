namespace Aspire.Hosting.ApplicationModel;

/// <summary>How often Redis saves itself.</summary>
internal sealed record RedisPersistence(TimeSpan Interval, long KeysChangedThreshold) : IResourceAnnotation;
