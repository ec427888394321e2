using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Shop.Notifications;
using Shop.Testing;

namespace Shop.Storage;

/// <summary>A kind of document for the tests, with the rules a table may have.</summary>
internal sealed record Widget : ICarriesMessages
{
    /// <summary>One check and two unique rules, the second of them judged only at the commit.</summary>
    public const string Table = """
        create table widgets
        (
            id       uuid    not null primary key,
            version  bigint  not null,
            state    jsonb   not null,
            slug     text    generated always as (state ->> 'slug') stored,
            quantity integer generated always as ((state ->> 'quantity')::integer) stored,
            badge    text    generated always as (state ->> 'badge') stored,
            constraint widgets_slug_is_taken unique (slug),
            constraint widgets_quantity_is_negative check (quantity >= 0),
            constraint widgets_badge_is_taken unique (badge) deferrable initially deferred
        );
        create table gadgets (id uuid not null primary key, version bigint not null, state jsonb not null)
        """;

    public string? Slug { get; init; }
    public string? Badge { get; init; }
    public int Quantity { get; init; }
    public ImmutableArray<string> Tags { get; init; } = [];
    public ImmutableArray<OutboxMessage> Messages { get; init; } = [];

    public Widget Telling(string kind, Guid? id = null, string body = """{"a": 1}""") =>
        this with { Messages = [.. Messages, new(id ?? Guid.CreateVersion7(), kind, "ada@example.com", body)] };
}

/// <summary>The storage as a host would run it, and what an activation does with it.</summary>
internal sealed class WidgetShelf : IAsyncDisposable
{
    private readonly ServiceProvider services;

    public WidgetShelf(string connectionString)
    {
        services = new ServiceCollection().AddLogging().AddShopStorage(connectionString).BuildServiceProvider();
        Storage = services.GetRequiredKeyedService<IGrainStorage>(StateStores.Documents);
    }

    public IGrainStorage Storage { get; }

    public static async Task<TestDatabase> CreateDatabase()
    {
        var database = await TestDatabase.Create();
        await database.Run(Widget.Table);
        return database;
    }

    public static GrainId Key(Guid id) => GrainId.Create("widget", id.ToString("N"));

    /// <summary>What an activation holds after it was loaded.</summary>
    public async Task<GrainState<Widget>> Load(Guid id, string table = "widgets")
    {
        var loaded = new GrainState<Widget>(new Widget());
        await Storage.ReadStateAsync(table, Key(id), loaded);
        return loaded;
    }

    public Task Save(Guid id, GrainState<Widget> held, Widget next, string table = "widgets")
    {
        held.State = next;
        return Storage.WriteStateAsync(table, Key(id), held);
    }

    /// <summary>Stores a new document and answers with what its activation holds.</summary>
    public async Task<GrainState<Widget>> Add(Guid id, Widget widget, string table = "widgets")
    {
        var held = new GrainState<Widget>(new Widget());
        await Save(id, held, widget, table);
        return held;
    }

    public Task Clear(Guid id, GrainState<Widget> held) => Storage.ClearStateAsync("widgets", Key(id), held);

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
