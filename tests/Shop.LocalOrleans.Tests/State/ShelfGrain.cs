namespace Shop.LocalOrleans.State;

[GenerateSerializer, Immutable, Alias("tests.Shelf")]
public sealed record Shelf
{
    [Id(0)] public int Books { get; init; }
}

/// <summary>What a grain knows of its state in storage.</summary>
[GenerateSerializer, Immutable, Alias("tests.ShelfView")]
public sealed record ShelfView(int Books, string? Etag, bool RecordExists);

public interface IShelfGrain : IGrainWithStringKey
{
    Task<ShelfView> View();

    /// <summary>Makes the number the state, in memory and in storage, or in neither.</summary>
    Task<ShelfView> Put(int books);

    Task<ShelfView> Clear();

    Task<ShelfView> ReadAgain();

    /// <summary>Writes so often without waiting in between.</summary>
    Task<int> PutManyAtOnce(int times);

    /// <summary>What happens when the state is used outside of a turn.</summary>
    Task<string> UseOutsideOfTurns();

    Task Leave();
}

/// <summary>In PostgreSQL.</summary>
public interface IDatabaseShelfGrain : IShelfGrain;

/// <summary>In memory.</summary>
public interface IMemoryShelfGrain : IShelfGrain;

/// <summary>In a storage of the test's own.</summary>
public interface IFrailShelfGrain : IShelfGrain;

/// <summary>In a storage that nobody registered.</summary>
public interface ILostShelfGrain : IShelfGrain;

internal abstract class ShelfGrain(IPersistentState<Shelf> storage) : Grain, IShelfGrain
{
    public Task<ShelfView> View() =>
        Task.FromResult(new ShelfView(storage.State.Books, storage.Etag, storage.RecordExists));

    public async Task<ShelfView> Put(int books)
    {
        var previous = storage.State;
        storage.State = new Shelf { Books = books };
        try
        {
            await storage.WriteStateAsync();
        }
        catch
        {
            storage.State = previous;
            throw;
        }

        return await View();
    }

    public async Task<ShelfView> Clear()
    {
        await storage.ClearStateAsync();
        return await View();
    }

    public async Task<ShelfView> ReadAgain()
    {
        await storage.ReadStateAsync();
        return await View();
    }

    public async Task<int> PutManyAtOnce(int times)
    {
        List<Task> writes = [];
        for (var i = 1; i <= times; i++)
        {
            storage.State = new Shelf { Books = i };
            writes.Add(storage.WriteStateAsync());
        }

        await Task.WhenAll(writes);
        await storage.ReadStateAsync();
        return storage.State.Books;
    }

    public async Task<string> UseOutsideOfTurns()
    {
        try
        {
            return $"{await Task.Run(() => storage.State)}";
        }
        catch (InvalidOperationException)
        {
            return "refused";
        }
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

internal sealed class DatabaseShelfGrain([PersistentState("shelf", "database")] IPersistentState<Shelf> storage)
    : ShelfGrain(storage), IDatabaseShelfGrain;

internal sealed class MemoryShelfGrain([PersistentState("memory-shelf")] IPersistentState<Shelf> storage)
    : ShelfGrain(storage), IMemoryShelfGrain;

internal sealed class FrailShelfGrain([PersistentState("frail-shelf", "frail")] IPersistentState<Shelf> storage)
    : ShelfGrain(storage), IFrailShelfGrain;

internal sealed class LostShelfGrain([PersistentState("lost-shelf", "lost")] IPersistentState<Shelf> storage)
    : ShelfGrain(storage), ILostShelfGrain;
