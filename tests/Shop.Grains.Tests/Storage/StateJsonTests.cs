using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shop.Notifications;

namespace Shop.Storage;

public sealed class StateJsonTests
{
    [Fact]
    public void A_state_comes_back_as_it_was()
    {
        var parcel = new Parcel
        {
            Lines = [new("A", 1), new("B", 2)],
            Notes = ImmutableSortedDictionary<string, string>.Empty.Add("b", "2").Add("a", "1"),
            SentAt = new DateTimeOffset(2026, 8, 1, 10, 0, 0, TimeSpan.FromHours(2)),
            Weight = long.MaxValue,
            Wrapping = new Paper("red"),
        };

        var back = StateJson.Read<Parcel>(StateJson.Write(parcel));

        Assert.True(parcel.Lines.SequenceEqual(back.Lines));
        Assert.True(parcel.Notes.SequenceEqual(back.Notes));
        Assert.Equal(parcel with { Lines = back.Lines, Notes = back.Notes }, back);
    }

    [Fact]
    public void A_property_that_was_not_stored_keeps_its_default()
    {
        var back = StateJson.Read<Parcel>("{}"u8);

        Assert.Empty(back.Lines);
        Assert.Empty(back.Messages);
    }

    [Fact]
    public void Messages_are_not_part_of_the_stored_state()
    {
        var json = Encoding.UTF8.GetString(StateJson.Write(new Parcel { Messages = [Message] }));

        Assert.DoesNotContain("messages", json);
        Assert.DoesNotContain("parcel_sent", json);
        Assert.Contains("\"lines\"", json);
    }

    [Fact]
    public void The_kind_of_a_part_may_come_last_as_PostgreSQL_sorts_keys()
    {
        var parcel = StateJson.Read<Parcel>("""{"wrapping": {"colour": "red", "$type": "paper"}}"""u8);

        Assert.Equal(new Paper("red"), parcel.Wrapping);
    }

    [Fact]
    public void The_version_of_the_shape_is_stored()
    {
        var json = Encoding.UTF8.GetString(StateJson.Write(new Third { Name = "x" }));

        Assert.Equal("""{"name":"x","schema_version":3}""", json);
    }

    [Fact]
    public void What_is_null_is_not_stored()
    {
        var json = StateJson.Write(new Parcel { Wrapping = null });

        Assert.DoesNotContain("wrapping", Encoding.UTF8.GetString(json));
        Assert.Null(StateJson.Read<Parcel>(json).Wrapping);
    }

    [Fact]
    public void Keys_come_in_the_order_in_which_PostgreSQL_keeps_them()
    {
        var parcel = new Parcel { Lines = [new("A", 1)], Wrapping = new Paper("red") };
        using var json = JsonDocument.Parse(StateJson.Write(parcel));

        Assert.Equal(
            ["lines", "notes", "weight", "sent_at", "wrapping", "schema_version"],
            json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            ["sku", "quantity"],
            json.RootElement.GetProperty("lines")[0].EnumerateObject().Select(property => property.Name));
    }

    [Theory]
    [InlineData("""{"schema_version":2,"name":"x"}""", 2)]
    [InlineData("""{"schema_version":4,"name":"x"}""", 4)]
    public void A_state_in_another_version_is_refused_by_name(string json, int stored)
    {
        var refusal = Assert.Throws<SchemaException>(() => StateJson.Read<Third>(Encoding.UTF8.GetBytes(json)));

        Assert.Equal($"A Third is stored in version {stored}; this version of the shop reads 3.", refusal.Message);
    }

    [Fact]
    public void Private_state_is_written_like_a_document()
    {
        var serializer = new StateSerializer();
        var state = new Third { Name = "x" };

        var stored = serializer.Serialize(state);

        Assert.Equal(StateJson.Write(state), stored.ToArray());
        Assert.Equal(state, serializer.Deserialize<Third>(stored));
    }

    private static OutboxMessage Message => new(Guid.CreateVersion7(), "parcel_sent", null, "{}");

    private sealed record Parcel : ICarriesMessages
    {
        public ImmutableArray<ParcelLine> Lines { get; init; } = [];
        public ImmutableSortedDictionary<string, string> Notes { get; init; } =
            ImmutableSortedDictionary<string, string>.Empty;
        public DateTimeOffset SentAt { get; init; }
        public long Weight { get; init; }
        public Wrapping? Wrapping { get; init; }
        public ImmutableArray<OutboxMessage> Messages { get; init; } = [];
    }

    private sealed record ParcelLine(string Sku, int Quantity);

    [JsonPolymorphic, JsonDerivedType(typeof(Paper), "paper")]
    private abstract record Wrapping;

    private sealed record Paper(string Colour) : Wrapping;

    [StateVersion(3)]
    private sealed record Third
    {
        public string Name { get; init; } = "";
    }
}
