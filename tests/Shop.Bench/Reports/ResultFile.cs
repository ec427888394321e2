using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.Bench.Reports;

/// <summary>The figures for programs: one JSON document.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        WriteIndented = true,
    };

    public static Task Write(string file, Machine machine, BenchRun run, CancellationToken stop) =>
        File.WriteAllTextAsync(
            file,
            JsonSerializer.Serialize(
                new
                {
                    machine,
                    run.Options.Quick,
                    run.Measurements,
                    run.Targets,
                    run.Differences,
                    run.Failures,
                },
                Json) + "\n",
            stop);
}
