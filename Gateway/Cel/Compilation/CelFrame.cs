using McpAspire.Gateway.Cel.Explaining;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Compilation;

/// <summary>One evaluation: what it reads, the variables of its macros, and what it may still spend.</summary>
internal ref struct CelFrame
{
    /// <summary>Looking at the clock costs more than a step, so it is done once for so many.</summary>
    private const int StepsBetweenClocks = 2_048;

    private readonly CelBudget _budget;
    private readonly TimeProvider _clock;
    private long _left;
    private long _checkpoint;
    private long _started;

    public CelFrame(
        ICelActivation activation, CelValue[] locals, CelBudget budget, TimeProvider clock, CelTrace? trace = null)
    {
        (Activation, Locals, Trace, _budget, _clock) = (activation, locals, trace, budget, clock);
        _left = budget.Steps;
        _checkpoint = Math.Max(0, _left - StepsBetweenClocks);
    }

    public ICelActivation Activation { get; }

    public CelValue[] Locals { get; }

    public CelTrace? Trace { get; }

    /// <summary>Why the evaluation ended early; <see cref="HasFailed"/> tells whether it did.</summary>
    public CelValue Failure { get; private set; }

    public bool HasFailed { get; private set; }

    public readonly long Spent => HasFailed ? _budget.Steps : _budget.Steps - _left;

    /// <summary>False when there is nothing left, and from then on.</summary>
    public bool Spend(long steps)
    {
        _left -= steps;
        return _left >= _checkpoint || Check();
    }

    /// <summary>Ends the evaluation: whatever is computed from now on, the result is this error. Gives false.</summary>
    public bool Fail(CelValue error)
    {
        if (!HasFailed)
            Failure = error;
        (HasFailed, _left, _checkpoint) = (true, long.MinValue / 2, long.MaxValue);
        return false;
    }

    private bool Check()
    {
        if (HasFailed)
            return false;
        if (_left < 0)
            return Fail(CelErrors.Exhausted);

        var now = _clock.GetTimestamp();
        if (_started == 0)
            _started = now;
        else if (_clock.GetElapsedTime(_started, now) > _budget.Time)
            return Fail(CelErrors.Exhausted);

        _checkpoint = Math.Max(0, _left - StepsBetweenClocks);
        return true;
    }
}
