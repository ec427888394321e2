using System.Text;

namespace Orleans.Engine;

/// <summary>Tells who waits for whom, when a call was not answered in time.</summary>
internal static class CallChain
{
    private const int MostShown = 16;

    public static TimeoutException TimedOut(Invocation call)
    {
        var waited = call.Method.ResponseTimeout ?? call.Target.Silo.ResponseTimeout;
        var text = new StringBuilder($"Response did not arrive on time in {waited} for {call.Method.Name} ")
            .Append($"of {call.Target.GrainId}. Call chain: {string.Join(" → ", From(call))}.");

        foreach (var other in call.Target.Receiver is Activation target ? target.Running() : [])
        {
            if (other != call)
                text.Append($" {other.Target.GrainId} is still in {other.Method.Name}.");
        }

        return new TimeoutException(text.ToString());
    }

    /// <summary>From the first caller to the call. A grain that runs one call has made it because of that one.</summary>
    private static IEnumerable<string> From(Invocation call)
    {
        List<string> chain = [];
        for (var next = call; next is not null && chain.Count < MostShown;)
        {
            chain.Add($"{next.Target.GrainId} {next.Method.Name}");
            next = next.Source?.Running() is [{ } cause] ? cause : null;
        }

        return chain.AsEnumerable().Reverse();
    }
}
