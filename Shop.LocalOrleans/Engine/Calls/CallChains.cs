using System.Text;
using Orleans.Engine.Activations;

namespace Orleans.Engine.Calls;

/// <summary>Who waits for whom, for the message of a call that was not answered in time.</summary>
/// <remarks>A grain that runs several calls at once may have made its own because of any of them; then none is named.
/// </remarks>
internal sealed class CallChains(IEnumerable<Invocation> underWay)
{
    private const int MostShown = 16;

    private readonly ILookup<Activation?, Invocation> madeBy = underWay.ToLookup(call => call.Source);

    public TimeoutException TimedOut(Invocation call)
    {
        var waited = call.Method.ResponseTimeout ?? call.Target.Silo.ResponseTimeout;
        var chain = Before(call).Reverse().Append(call).Concat(After(call)).ToArray();
        var text = new StringBuilder($"Response did not arrive on time in {waited} for {Name(call)}.");
        if (chain.Length > 1)
            text.Append($" It is part of {string.Join(" → ", chain.Select(Name))}.");
        if (BusyWith(chain[^1]) is { } other)
            text.Append($" The last waits for {Name(other)} to end.");

        return new TimeoutException(text.ToString());
    }

    private static IEnumerable<Invocation> Before(Invocation call)
    {
        for (var shown = 0; shown < MostShown && call.Source?.Running() is [var cause]; shown++)
            yield return call = cause;
    }

    private static Invocation? BusyWith(Invocation call) =>
        RunsIn(call) is null && call.Target.Receiver is Activation target ? target.Running().FirstOrDefault() : null;

    private static Activation? RunsIn(Invocation call) =>
        call.Target.Receiver is Activation target && target.Running().Contains(call) ? target : null;

    private static string Name(Invocation call) => $"{call.Target.GrainId} {call.Method.Name}";

    private IEnumerable<Invocation> After(Invocation call)
    {
        for (var shown = 0; shown < MostShown && RunsIn(call) is { } grain; shown++)
        {
            if (madeBy[grain].FirstOrDefault() is not { } made)
                yield break;

            yield return call = made;
        }
    }
}
