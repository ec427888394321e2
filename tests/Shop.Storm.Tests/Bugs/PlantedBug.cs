using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Storage;
using Shop.Inventory;
using Shop.Orders;
using Shop.Payments;
using Shop.Storage;
using Shop.Storm.Customers;

namespace Shop.Storm.Bugs;

/// <summary>A part of the shop that does its work wrongly, put in the place of the right one.</summary>
/// <param name="Name">What it does wrongly.</param>
/// <param name="Plant">Replaces the part.</param>
/// <param name="NodeCount">How many processes' worth of shop run on the one database.</param>
/// <param name="Aim">What customers must do for the bug to do harm; null for a bit of everything.</param>
/// <param name="Sql">Takes away what in the database would hide the bug.</param>
internal sealed record PlantedBug(
    string Name, Action<IServiceCollection> Plant, int NodeCount = 1, Habit? Aim = null, string Sql = "")
{
    public const string AcknowledgedFirst = "an order is acknowledged before it is committed";
    public const string KeptExpired = "an order expires and its stock is not released";
    public const string NoVersionCheck = "stock is written without looking at its version";
    public const string InboxTakesDoubles = "the inbox takes an event as often as it comes";
    public const string ReleasedTwice = "stock is released twice";
    public const string NeverResumed = "nobody takes up what was left half-way";

    public static PlantedBug None { get; } = new("none", _ => { });

    /// <summary>Two shops on one database, each of which believes that it owns every grain.</summary>
    public static PlantedBug SplitBrain { get; } = new("split brain", _ => { }, NodeCount: 2);

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new(
            AcknowledgedFirst, services => services.AddKeyedSingleton<IGrainStorage>(
                StateStores.Documents,
                (provider, _) => new LateStorage(provider.GetRequiredService<DocumentStorage>())),
            Aim: Habit.WalksAway),
        new(
            KeptExpired, services => Ledger(services, (right, _) => new KeepingLedger(right)), Aim: Habit.WalksAway),
        new(NoVersionCheck, services => Ledger(services, (right, rows) => new BlindLedger(right, rows)), NodeCount: 2),
        new(
            InboxTakesDoubles, services => services.AddSingleton<PostgresPaymentInbox>()
                .AddSingleton<IPaymentInbox>(provider =>
                    new ForgetfulInbox(provider.GetRequiredService<PostgresPaymentInbox>())),
            Aim: Habit.Pays),
        new(
            ReleasedTwice, services => Ledger(services, (right, rows) => new GenerousLedger(right, rows)),
            Aim: Habit.Cancels, Sql: "alter table inventory drop constraint inventory_never_oversold"),
        new(
            NeverResumed, services => services.Remove(
                services.Single(service => service.ImplementationType == typeof(SweeperClock))),
            Aim: Habit.WalksAway),
    ];

    private static void Ledger(IServiceCollection services, Func<IStockLedger, NpgsqlDataSource, IStockLedger> wrong) =>
        services.AddSingleton<PostgresStockLedger>().AddSingleton(provider => wrong(
            provider.GetRequiredService<PostgresStockLedger>(), provider.GetRequiredService<NpgsqlDataSource>()));
}
