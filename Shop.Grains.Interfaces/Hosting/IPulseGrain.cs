namespace Shop.Hosting;

/// <summary>Answers as long as grains can be called. Every node has its own; the key is 0.</summary>
[Alias("hosting.IPulseGrain")]
public interface IPulseGrain : IGrainWithIntegerKey
{
    [Alias("Beat")]
    Task Beat();
}

public static class PulseKeys
{
    public static IPulseGrain Pulse(this IGrainFactory grains) => grains.GetGrain<IPulseGrain>(0);
}
