using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Policy.Variables;

/// <summary><c>request</c>: what the client's HTTP request says, without its credentials.</summary>
internal sealed class RequestVariable(HttpRequest request) : PolicyObject
{
    private static readonly string[] Names = ["method", "path", "host", "headers"];

    protected override ReadOnlySpan<string> Fields => Names;

    public override bool TryGet(string key, out CelValue value) => key switch
    {
        "method" => Is(request.Method, out value),
        "path" => Is(request.Path.Value, out value),
        "host" => Is(request.Host.Value, out value),
        "headers" => Is(CelValue.Of(new HeadersVariable(request.Headers)), out value),
        _ => IsAbsent(out value),
    };
}
