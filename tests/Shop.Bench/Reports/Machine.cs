using System.Globalization;
using System.Runtime.InteropServices;
using Shop.Bench.Measuring;
using Shop.Hosting;

namespace Shop.Bench.Reports;

/// <summary>What the figures were measured on: they say little without it.</summary>
/// <param name="Syncs">A second, of 8 kB, one after the other.</param>
/// <param name="Memory">In GB.</param>
internal sealed record Machine(int Cores, long Memory, string System, string Runtime, string Engine, double Syncs)
{
    /// <param name="folder">On the disk that PostgreSQL writes to.</param>
    public static Machine Look(string folder) => new(
        Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30,
        RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, GrainHost.EngineName,
        DiskSpeed.Syncs(folder));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Cores} cores, {Memory} GB, {System}, {Runtime}; grains run on {Engine}\n"
        + $"The disk makes {Syncs:N0} writes of 8 kB a second durable, one after the other");
}
