namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resource waits for somebody to start it.</summary>
public class ExplicitStartupAnnotation : IResourceAnnotation;
