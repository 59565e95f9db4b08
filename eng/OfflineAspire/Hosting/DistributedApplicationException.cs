namespace Aspire.Hosting;

/// <summary>The application cannot be built or run as it was described.</summary>
public class DistributedApplicationException(string message) : Exception(message);
