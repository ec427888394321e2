using System.Text.Json;
using Shop.Testing;
using static Shop.Catalog.Goods;

namespace Shop.Catalog;

public class ProductGrainTests(ShopCluster shop) : IClassFixture<ShopCluster>
{
    [Fact]
    public async Task Of_two_products_that_want_one_slug_at_once_one_gets_it_ten_times_over()
    {
        for (var round = 0; round < 10; round++)
        {
            var slug = Slug.From(Unique("slug"));
            var answers = await AtOnce(() => New(Mug with { Slug = slug }));

            Assert.Single(answers, answer => answer.Error is null);
            Assert.Single(answers, answer => answer.Error?.Code == "slug_taken");
        }
    }

    [Fact]
    public async Task Of_two_products_that_want_one_sku_at_once_one_gets_it_ten_times_over()
    {
        for (var round = 0; round < 10; round++)
        {
            var sku = Slug.From(Unique("sku"));
            var answers = await AtOnce(() => New(Mug, Variant(sku, stock: 3), Variant(null)));

            var made = Assert.Single(answers, answer => answer.Error is null).Value!;
            Assert.Single(answers, answer => answer.Error?.Code == "sku_taken");
            Assert.Equal(made.Variants[0].Id, (await shop.Stock(sku)).VariantId);
        }
    }

    [Fact]
    public async Task A_refused_product_claims_nothing()
    {
        var (taken, free) = (Slug.From(Unique("sku")), Slug.From(Unique("sku")));
        await Made(Mug, Variant(taken));

        Assert.Equal("sku_taken", (await New(Mug, Variant(free), Variant(taken))).Error!.Code);

        await Made(Mug, Variant(free));
    }

    [Fact]
    public async Task Two_products_of_one_name_get_slugs_of_their_own()
    {
        var name = Unique("Mug");

        var answers = await AtOnce(() => New(Mug with { Name = name }));

        Assert.Equal(2, answers.Select(answer => answer.Value!.Slug).Distinct().Count());
    }

    [Fact]
    public async Task A_repeated_creation_answers_the_product_that_is_there()
    {
        var id = Guid.CreateVersion7();
        var command = new CreateProduct(Mug with { Name = Unique("Mug") }, [Variant(null, stock: 4)]);

        var answers = await AtOnce(() => shop.Grains.Product(id).Create(Staff, command));

        Assert.All(answers, answer => Assert.Equal(1, answer.Value!.Version));
        Assert.Equal(4, (await shop.Stock(answers[0].Value!.Variants[0].Sku)).OnHand);
    }

    [Fact]
    public async Task A_change_of_a_version_that_is_gone_is_refused_and_changes_nothing()
    {
        var mug = shop.Grains.Product((await Made(Mug)).Id);

        var answers = await Task.WhenAll(
            mug.Change(Staff, new() { Price = 1 }, version: 1), mug.Change(Staff, new() { Price = 2 }, version: 1));

        Assert.Null(answers[0].Error);
        Assert.Equal(ErrorKind.Stale, answers[1].Error!.Kind);
        Assert.Equal(1, (await mug.View()).Value!.Details.Price);
    }

    [Fact]
    public async Task A_removed_product_is_not_found_and_gives_back_its_slug_but_not_its_sku()
    {
        var sku = Slug.From(Unique("sku"));
        var mug = await Made(Mug with { Name = Unique("Mug") }, Variant(sku));

        Assert.Null(await shop.Grains.Product(mug.Id).Remove(Staff, null));

        Assert.Equal("product_not_found", (await shop.Grains.Product(mug.Id).View()).Error!.Code);
        Assert.Equal("product_not_found", (await shop.Grains.Product(mug.Id).Offer(sku)).Error!.Code);
        Assert.Equal("product_not_found", (await shop.Grains.Product(mug.Id).Remove(Staff, null))!.Code);
        Assert.Equal("sku_taken", (await New(Mug, Variant(sku))).Error!.Code);
        Assert.Equal(mug.Slug, (await Made(Mug with { Slug = mug.Slug })).Slug);
    }

    [Fact]
    public async Task A_variant_that_is_added_has_its_stock()
    {
        var mug = shop.Grains.Product((await Made(Mug)).Id);
        var sku = Slug.From(Unique("sku"));

        var added = await mug.AddVariant(Staff, Guid.CreateVersion7(), Variant(sku, stock: 12), null);

        Assert.Equal(2, added.Value!.Product.Variants.Length);
        Assert.Equal(12, (await shop.Stock(sku)).Available);
    }

    [Fact]
    public async Task A_variant_whose_request_comes_again_is_added_once()
    {
        var made = await Made(Mug);
        var (mug, request) = (shop.Grains.Product(made.Id), Guid.CreateVersion7());
        var wanted = Variant(Slug.From(Unique("sku")), stock: 12);

        var first = await mug.AddVariant(Staff, request, wanted, made.Version);
        await mug.AddVariant(Staff, Guid.CreateVersion7(), Variant(Slug.From(Unique("sku"))), null);
        var again = await mug.AddVariant(Staff, request, wanted, made.Version);

        Assert.Equal(first.Value!.VariantId, again.Value!.VariantId);
        Assert.Equal(3, again.Value!.Product.Variants.Length);
        Assert.Equal("sku_taken", (await mug.AddVariant(Staff, Guid.CreateVersion7(), wanted, null)).Error!.Code);
    }

    [Fact]
    public async Task Stock_that_a_crash_left_unopened_is_opened_when_the_product_wakes()
    {
        var id = Guid.CreateVersion7();
        var command = new CreateProduct(Mug with { Name = Unique("Mug") }, [Variant(null, stock: 9)]);
        var product = Product.Create(id, Staff, command, shop.Clock.GetUtcNow()).Value;
        var json = JsonSerializer.Serialize(product, ShopJson.Options);
        await shop.Database.Run($"insert into products (id, version, state) values ('{id}', 1, '{json}')");

        var view = await shop.Grains.Product(id).View();

        Assert.Equal(9, (await shop.Stock(view.Value!.Variants[0].Sku)).OnHand);
        Assert.Equal("{}", await shop.Database.Value<string>(
            $"select (state -> 'unopened')::text from products where id = '{id}'"));
    }

    [Fact]
    public async Task A_product_of_a_category_that_is_not_there_is_refused() =>
        Assert.Equal("category_unknown", (await New(Mug with { CategoryId = Guid.CreateVersion7() })).Error!.Code);

    private async Task<ProductView> Made(ProductDetails details, params NewVariant[] variants)
    {
        var made = await New(details, variants);
        Assert.Null(made.Error);
        return made.Value!;
    }

    private Task<Result<ProductView>> New(ProductDetails details, params NewVariant[] variants) =>
        shop.Grains.Product(Guid.CreateVersion7()).Create(Staff, new(details, [.. variants]));

    private static Task<T[]> AtOnce<T>(Func<Task<T>> act) => Task.WhenAll(act(), act());
}
