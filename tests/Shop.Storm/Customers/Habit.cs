namespace Shop.Storm.Customers;

/// <summary>What a customer does with an order.</summary>
internal enum Habit
{
    Pays,
    PaysAndCancels,
    IsDeclined,
    Abandons,
    Cancels,
    WalksAway,
}

internal static class Habits
{
    /// <summary>Most people pay.</summary>
    public static Habit Draw(Random random) => random.Next(100) switch
    {
        < 55 => Habit.Pays,
        < 63 => Habit.PaysAndCancels,
        < 75 => Habit.IsDeclined,
        < 80 => Habit.Abandons,
        < 90 => Habit.Cancels,
        _ => Habit.WalksAway,
    };
}
