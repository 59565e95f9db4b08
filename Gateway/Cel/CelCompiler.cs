using McpAspire.Gateway.Cel.Checking;
using McpAspire.Gateway.Cel.Compilation;
using McpAspire.Gateway.Cel.Diagnostics;
using McpAspire.Gateway.Cel.Patterns;
using McpAspire.Gateway.Cel.Syntax;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel;

/// <summary>From text to a program, or to what is wrong with it.</summary>
internal static class CelCompiler
{
    public static CelCompilation Compile(string source, CelEnvironment environment, CelOptions? options = null)
    {
        options ??= CelOptions.Default;
        Node node;
        try
        {
            node = Parser.Parse(source, options);
        }
        catch (SyntaxFault fault)
        {
            return CelCompilation.Failed(source, [fault.Diagnostic]);
        }

        var binder = new Binder(environment, options);
        var bound = binder.Bind(node);
        CheckPatterns(bound, options, binder.Diagnostics);
        CheckResult(bound, options, binder.Diagnostics);
        if (binder.Diagnostics.Count > 0)
            return CelCompilation.Failed(source, binder.Diagnostics.OrderBy(diagnostic => diagnostic.Span.Start));

        var locals = new CelValue[binder.Locals];
        var folder = new Folder(new CelFrame(NoVariables.Instance, locals, options.Folding, TimeProvider.System));
        var evaluation = new Emitter().Emit(folder.Fold(bound));
        var program = new CelProgram(source, bound, evaluation, binder.Locals);
        return new CelCompilation(source, program, [.. folder.Warnings]);
    }

    private static void CheckResult(Bound bound, CelOptions options, List<CelDiagnostic> diagnostics)
    {
        if (options.Result is { } wanted && !options.Permissive && !TypeFit.CanMeet(wanted, bound.Type))
            diagnostics.Add(new(bound.Span, $"The expression is of type {bound.Type}, and must be of type {wanted}"));
    }

    private static void CheckPatterns(Bound bound, CelOptions options, List<CelDiagnostic> diagnostics)
    {
        if (options.Permissive)
            return;
        if (bound is BoundCall { Function: "matches", Arguments: [_, BoundConstant pattern] }
            && pattern.Value.Kind == CelKind.String
            && CelPattern.Compile(pattern.Value.AsString).Fault is { } fault)
            diagnostics.Add(new(pattern.Span, fault));
        foreach (var part in bound.Parts)
            CheckPatterns(part, options, diagnostics);
    }
}
