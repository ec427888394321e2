using System.CommandLine;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Storage;

namespace Shop.Hosting;

/// <summary>Runs a command to its end: what stops it, and what is said when it fails.</summary>
internal static class CommandHost
{
    /// <returns>0 when all went well or somebody stopped it; 1 when it could not do what was asked.</returns>
    public static async Task<int> Run(RootCommand shop, string[] args)
    {
        using var signals = new Signals();
        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await shop.Parse(args).InvokeAsync(invocation, signals.Token);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception failed) when (LineFor(failed) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return 1;
        }
    }

    /// <summary>
    /// The line for failures that the reader can do something about; the others are bugs, shown whole.
    /// </summary>
    private static string? LineFor(Exception failed) => failed switch
    {
        CannotStartException or SchemaException or SealedElsewhereException or OptionsValidationException =>
            failed.Message,
        UnauthorizedAccessException refused => $"{refused.Message} Run it as the user whose shop this is.",
        PostgresException refused => $"PostgreSQL refused: {refused.MessageText}",
        NpgsqlException away => $"PostgreSQL does not answer: {away.Message}",
        HttpRequestException unreachable => $"The shop does not answer: {unreachable.Message}",
        _ => null,
    };
}
