using Shop.Testing;
using static Shop.Catalog.Goods;

namespace Shop.Catalog;

public class CategoryGrainTests(ShopCluster shop) : IClassFixture<ShopCluster>
{
    [Fact]
    public async Task A_category_cannot_be_put_inside_itself()
    {
        var top = await Made();
        var middle = await Made(top.Id);
        var bottom = await Made(middle.Id);

        var refused = await Move(top, bottom);

        Assert.Equal("category_inside_itself", refused.Error!.Code);
        Assert.Equal("category_inside_itself", (await Move(top, top)).Error!.Code);
        Assert.Null((await Move(bottom, top)).Error);
    }

    [Fact]
    public async Task Of_two_moves_at_once_that_make_a_ring_together_one_is_refused_ten_times_over()
    {
        for (var round = 0; round < 10; round++)
        {
            var (one, two) = (await Made(), await Made());

            var answers = await Task.WhenAll(Move(one, two), Move(two, one));

            Assert.Single(answers, answer => answer.Error?.Code == "category_inside_itself");
        }
    }

    [Fact]
    public async Task A_category_with_products_or_categories_in_it_stays()
    {
        var (parent, shelf) = (await Made(), await Made());
        await Made(parent.Id);
        var mug = shop.Grains.Product(Guid.CreateVersion7());
        await mug.Create(Staff, new(Mug with { CategoryId = shelf.Id }, []));

        Assert.Equal("category_not_empty", (await shop.Grains.Category(parent.Id).Remove(null))!.Code);
        Assert.Equal("category_not_empty", (await shop.Grains.Category(shelf.Id).Remove(null))!.Code);

        await mug.Remove(Staff, null);
        Assert.Null(await shop.Grains.Category(shelf.Id).Remove(null));
        Assert.Equal("category_not_found", (await shop.Grains.Category(shelf.Id).View()).Error!.Code);
    }

    [Fact]
    public async Task A_parent_that_is_not_there_is_refused() =>
        Assert.Equal("parent_id", (await New(Guid.CreateVersion7())).Error!.Field);

    [Fact]
    public async Task Of_two_categories_that_want_one_slug_at_once_one_gets_it()
    {
        var details = new CategoryDetails("Mugs", Slug.From(Unique("mugs")), "", null, 0);

        var answers = await Task.WhenAll(
            shop.Grains.Category(Guid.CreateVersion7()).Create(details),
            shop.Grains.Category(Guid.CreateVersion7()).Create(details));

        Assert.Single(answers, answer => answer.Error is null);
        Assert.Single(answers, answer => answer.Error?.Code == "slug_taken");
    }

    private Task<Result<CategoryView>> Move(CategoryView category, CategoryView into) =>
        shop.Grains.Category(category.Id).Change(new(null, null, null, into.Id, null), null);

    private async Task<CategoryView> Made(Guid? parent = null)
    {
        var made = await New(parent);
        Assert.Null(made.Error);
        return made.Value!;
    }

    private Task<Result<CategoryView>> New(Guid? parent) =>
        shop.Grains.Category(Guid.CreateVersion7()).Create(new(Unique("Shelf"), null, "", parent, 0));
}
