namespace Shop.LocalOrleans.Calls;

public interface IGuidKeyGrain : IGrainWithGuidKey
{
    Task<string> Key();
}

internal sealed class GuidKeyGrain : Grain, IGuidKeyGrain
{
    public Task<string> Key() => Task.FromResult($"{this.GetPrimaryKey()}");
}

public interface IIntegerKeyGrain : IGrainWithIntegerKey
{
    Task<string> Key();
}

internal sealed class IntegerKeyGrain : Grain, IIntegerKeyGrain
{
    public Task<string> Key() => Task.FromResult($"{this.GetPrimaryKeyLong()}");
}

public interface IGuidCompoundKeyGrain : IGrainWithGuidCompoundKey
{
    Task<string> Key();
}

internal sealed class GuidCompoundKeyGrain : Grain, IGuidCompoundKeyGrain
{
    public Task<string> Key() => Task.FromResult($"{this.GetPrimaryKey(out var extension)} and {extension}");
}

public interface IIntegerCompoundKeyGrain : IGrainWithIntegerCompoundKey
{
    Task<string> Key();
}

internal sealed class IntegerCompoundKeyGrain : Grain, IIntegerCompoundKeyGrain
{
    public Task<string> Key() => Task.FromResult($"{this.GetPrimaryKeyLong(out var extension)} and {extension}");
}

public interface IStringKeyGrain : IGrainWithStringKey
{
    Task<string> Key();

    Task<IStringKeyGrain> Self();

    Task<string> KeyAsSeenBy(IStringKeyGrain viewer);

    Task<string> See(IStringKeyGrain other);
}

public interface IOtherSideOfStringKeyGrain : IGrainWithStringKey
{
    Task<string> OtherSide();
}

[GrainType("named-string")]
internal sealed class StringKeyGrain : Grain, IStringKeyGrain, IOtherSideOfStringKeyGrain
{
    public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());

    public Task<string> OtherSide() => Task.FromResult($"other side of {this.GetPrimaryKeyString()}");

    public Task<IStringKeyGrain> Self() => Task.FromResult<IStringKeyGrain>(this);

    public Task<string> KeyAsSeenBy(IStringKeyGrain viewer) => viewer.See(this);

    public Task<string> See(IStringKeyGrain other)
    {
        Assert.IsNotType<StringKeyGrain>(other);
        return Task.FromResult(other.GetPrimaryKeyString());
    }
}

public interface IUnimplementedGrain : IGrainWithStringKey
{
    Task Anything();
}
