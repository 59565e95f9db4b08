using McpAspire.Gateway.Cel.Diagnostics;
using McpAspire.Gateway.Cel.Library;
using McpAspire.Gateway.Cel.Syntax;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Checking;

/// <content>Which function a call means, and whether its arguments can fit.</content>
internal sealed partial class Binder
{
    private IEnumerable<string> Namespaced =>
        environment.Functions.Names(isMember: false).Where(name => name.Contains('.'));

    private Bound Call(CallNode call)
    {
        if (FindGlobal(call) is { } global)
            return Call(call, global, Array.ConvertAll(call.Arguments, Bind));
        if (call.Target is null)
            return UnknownFunction(call);

        var forms = environment.Functions.Find(call.Function, isMember: true);
        if (forms is null)
            return UnknownFunction(call);

        return Call(call, forms, [Bind(call.Target), .. call.Arguments.Select(Bind)]);
    }

    /// <summary>
    /// A function alone, or one of a namespace: <c>math.abs(x)</c>, unless <c>math</c> is a variable.
    /// </summary>
    private FunctionForms? FindGlobal(CallNode call)
    {
        var name = call.Function;
        var isRooted = call.IsRooted;
        if (call.Target is not null)
        {
            if (Qualified(call.Target) is not var (first, prefix)
                || (!first.IsRooted && _scope.Find(first.Name) >= 0))
                return null;
            (name, isRooted) = ($"{prefix}.{name}", first.IsRooted);
        }

        return environment.Candidates(name, isRooted)
            .Select(candidate => environment.Functions.Find(candidate, isMember: false))
            .FirstOrDefault(forms => forms is not null);
    }

    private Bound Call(CallNode call, FunctionForms forms, Bound[] arguments)
    {
        var rightCount = forms.Overloads.Where(overload => overload.TakesCount(arguments.Length)).ToArray();
        if (rightCount.Length == 0)
            return WrongCount(call, forms, arguments);

        var fitting = rightCount
            .Select(overload => (Overload: overload, Result: Fit(overload, arguments)))
            .Where(candidate => candidate.Result is not null)
            .ToArray();
        if (fitting.Length == 0)
        {
            ReportTypes(call, arguments);
            return new BoundCall(call.Span, CelType.Dyn, forms.Name, rightCount, arguments);
        }

        // Something of an unknown type may turn out to need any of the forms, so that all stay.
        var type = fitting.Select(candidate => candidate.Result!).Aggregate(CelType.Join);
        return new BoundCall(
            call.Span, type, forms.Name, [.. fitting.Select(candidate => candidate.Overload)], arguments);
    }

    private static CelType? Fit(Overload overload, Bound[] arguments)
    {
        var fit = new TypeFit();
        for (var i = 0; i < arguments.Length; i++)
            if (!fit.Fits(overload.Parameter(i), arguments[i].Type))
                return null;
        return fit.Resolve(overload.Result);
    }

    private void ReportTypes(CallNode call, Bound[] arguments)
    {
        var types = Array.ConvertAll(arguments, argument => argument.Type.ToString());
        var text = Operators.Text(call.Function);
        var message = call.Function switch
        {
            Operators.Equal or Operators.NotEqual => $"{types[0]} {text} {types[1]} compares what is never equal",
            "_<_" or "_<=_" or "_>_" or "_>=_" => $"{types[0]} {text} {types[1]} compares what has no order",
            Operators.In => $"{types[0]} in {types[1]} can never be true",
            _ when Operators.Is(call.Function) && types.Length == 2 => $"There is no {types[0]} {text} {types[1]}",
            _ when call.Target is null || types.Length == call.Arguments.Length =>
                $"{text}({string.Join(", ", types)}) does not exist",
            _ => $"{types[0]}.{text}({string.Join(", ", types[1..])}) does not exist",
        };
        var isNumbers = types.Length == 2 && types.All(type => type is "int" or "uint" or "double");
        Report(call.Span, message, isNumbers ? "Convert one of them with int(), uint() or double()." : null);
    }

    private Bound WrongCount(CallNode call, FunctionForms forms, Bound[] arguments)
    {
        var own = forms.IsMember ? 1 : 0;
        var counts = forms.Overloads.Select(overload => overload.Parameters.Length - own).Distinct().Order();
        return Fail(
            call.NameSpan,
            $"{forms.Name}() takes {string.Join(" or ", counts)} argument(s), not {arguments.Length - own}", null,
            CelErrors.NoSuchOverload);
    }

    private Bound UnknownFunction(CallNode call)
    {
        // What is wrong in the arguments is told at once too.
        foreach (var argument in call.Arguments)
            Bind(argument);
        var isMember = call.Target is not null;
        if (isMember)
            BindTarget(call.Target!);

        var error = CelErrors.UnknownFunction(call.Function);
        return Fail(call.NameSpan, $"Unknown function \"{call.Function}\"", Suggest(call, isMember), error);
    }

    /// <summary>What a function is called on, unless it is the namespace that was meant by a mistyped name.</summary>
    private void BindTarget(Node target)
    {
        if (Qualified(target) is not var (first, name) || _scope.Find(first.Name) >= 0 || !IsNamespace(name))
            Bind(target);
    }

    private bool IsNamespace(string name) =>
        environment.Functions.Names(isMember: false)
            .Any(function => function.StartsWith(name + ".", StringComparison.Ordinal));

    private string? Suggest(CallNode call, bool isMember)
    {
        if (call.Target is not null && Qualified(call.Target) is var (_, prefix)
            && Suggestion.Among(Namespaced, $"{prefix}.{call.Function}") is { } full)
            return full;
        if (environment.Functions.Find(call.Function, !isMember) is not null)
            return isMember ? $"It is called {call.Function}(x)." : $"It is called x.{call.Function}().";
        if (Macros.Names.Contains(call.Function))
            return $"{call.Function} is a macro, which needs a variable and other arguments.";

        return Suggestion.Among(environment.Functions.Names(isMember).Concat(Macros.Names), call.Function);
    }
}
