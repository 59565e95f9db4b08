namespace Aspire.Hosting.ApplicationModel;

/// <summary>Whether an annotation joins those of its type or replaces them.</summary>
public enum ResourceAnnotationMutationBehavior
{
    Append,
    Replace,
}
