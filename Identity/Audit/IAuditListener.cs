namespace McpAspire.Identity.Audit;

/// <summary>Hears of what happens as it happens. It must neither wait nor fail.</summary>
internal interface IAuditListener
{
    void Hear(AuditRecord record);
}
