namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that a published application refers to by an expression.</summary>
public interface IManifestExpressionProvider
{
    string ValueExpression { get; }
}
