using Shop.LocalOrleans.Hosts;

namespace Shop.LocalOrleans.Calls;

public sealed class ReferenceTests
{
    [Fact]
    public async Task Keys_of_every_kind_come_back_from_the_reference_and_inside_the_grain()
    {
        var grains = (await TestSilo.Shared).Grains;
        var guid = Guid.CreateVersion7();

        Assert.Equal(guid, grains.GetGrain<IGuidKeyGrain>(guid).GetPrimaryKey());
        Assert.Equal($"{guid}", await grains.GetGrain<IGuidKeyGrain>(guid).Key());
        Assert.Equal(-42, grains.GetGrain<IIntegerKeyGrain>(-42).GetPrimaryKeyLong());
        Assert.Equal("-42", await grains.GetGrain<IIntegerKeyGrain>(-42).Key());
        Assert.Equal("sku/1 ü", grains.GetGrain<IStringKeyGrain>("sku/1 ü").GetPrimaryKeyString());
        Assert.Equal("sku/1 ü", await grains.GetGrain<IStringKeyGrain>("sku/1 ü").Key());
        Assert.Equal($"{guid} and x", await grains.GetGrain<IGuidCompoundKeyGrain>(guid, "x").Key());
        Assert.Equal("7 and x", await grains.GetGrain<IIntegerCompoundKeyGrain>(7, "x").Key());
    }

    [Fact]
    public async Task Ids_are_written_as_Orleans_writes_them()
    {
        var grains = (await TestSilo.Shared).Grains;
        var guid = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e");

        Assert.Equal("guidkey/0f8fad5bd9cb469fa16570867728950e", Id(grains.GetGrain<IGuidKeyGrain>(guid)));
        Assert.Equal("integerkey/1F", Id(grains.GetGrain<IIntegerKeyGrain>(31)));
        Assert.Equal("integerkey/FFFFFFFFFFFFFFD6", Id(grains.GetGrain<IIntegerKeyGrain>(-42)));
        Assert.Equal("named-string/sku", Id(grains.GetGrain<IStringKeyGrain>("sku")));
        Assert.Equal(
            "guidcompoundkey/0f8fad5bd9cb469fa16570867728950e+x",
            Id(grains.GetGrain<IGuidCompoundKeyGrain>(guid, "x")));
    }

    [Fact]
    public async Task References_to_one_grain_are_equal_and_to_others_are_not()
    {
        var grains = (await TestSilo.Shared).Grains;
        var one = grains.GetGrain<IStringKeyGrain>("one");

        Assert.Equal(one, grains.GetGrain<IStringKeyGrain>("one"));
        Assert.Equal(one.GetHashCode(), grains.GetGrain<IStringKeyGrain>("one").GetHashCode());
        Assert.NotEqual(one, grains.GetGrain<IStringKeyGrain>("other"));
        Assert.Equal<object>(one, one.AsReference<IOtherSideOfStringKeyGrain>());
    }

    [Fact]
    public async Task A_grain_is_called_by_any_of_its_interfaces()
    {
        var grains = (await TestSilo.Shared).Grains;
        var grain = grains.GetGrain<IStringKeyGrain>("sides");

        Assert.Equal("other side of sides", await grain.AsReference<IOtherSideOfStringKeyGrain>().OtherSide());
        Assert.Equal("sides", await grains.GetGrain<IStringKeyGrain>(grain.GetGrainId()).Key());
    }

    [Fact]
    public async Task A_grain_that_passes_itself_passes_a_reference()
    {
        var grains = (await TestSilo.Shared).Grains;
        var grain = grains.GetGrain<IStringKeyGrain>("self");

        var self = await grain.Self();

        Assert.Equal(grain, self);
        Assert.Equal("self", await self.Key());
        Assert.Equal("self", await grain.KeyAsSeenBy(grains.GetGrain<IStringKeyGrain>("viewer")));
    }

    [Fact]
    public async Task An_interface_that_no_class_implements_is_refused_at_once()
    {
        var grains = (await TestSilo.Shared).Grains;

        Assert.Throws<ArgumentException>(() => grains.GetGrain<IUnimplementedGrain>("any"));
    }

    private static string Id(IAddressable grain) => grain.GetGrainId().ToString();
}
