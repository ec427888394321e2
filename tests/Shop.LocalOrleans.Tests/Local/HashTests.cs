using System.Buffers.Binary;
using System.Text;
using Orleans.Storage;

namespace Shop.LocalOrleans.Local;

/// <summary>Vectors taken from rows that Orleans wrote.</summary>
public sealed class HashTests
{
    [Theory]
    [InlineData("sku-1", 265390006, 0, 0)]
    [InlineData("SKU-1", -295109734, 0, 0)]
    [InlineData("k1-z", -327663325, 0, 0)]
    [InlineData("12", -213076014, 0, 18)]
    [InlineData("0012", -213076014, 0, 18)]
    [InlineData("cafe", 1265775606, 0, 51966)]
    [InlineData("CAFE", 1265775606, 0, 51966)]
    [InlineData("0f8fad5bd9cb469fa16570867728950e", -1437873986, 5089025570114612571, 1050790581882611105)]
    public void Keys_are_hashed_as_Orleans_does_it(string key, int hash, long n0, long n1)
    {
        var row = GrainKey.Of("state", GrainId.Create("any", key));

        Assert.Equal((hash, n0, n1), (row.Hash, row.N0, row.N1));
    }

    [Theory]
    [InlineData("counter", -747196292)]
    [InlineData("state", 631257761)]
    public void State_names_are_hashed_as_Orleans_does_it(string name, int hash) =>
        Assert.Equal(hash, GrainKey.Of(name, GrainId.Create("any", "key")).TypeHash);

    [Theory]
    [InlineData("sku/1", "sku/1")]
    [InlineData("0f8fad5bd9cb469fa16570867728950e+x", "x")]
    [InlineData("12+y", "y")]
    [InlineData("12", null)]
    public void What_is_no_number_is_the_extension(string key, string? extension) =>
        Assert.Equal(extension, GrainKey.Of("state", GrainId.Create("any", key)).Extension);

    [Fact]
    public void The_hash_of_a_reminder_is_that_of_its_grain() =>
        Assert.Equal(-1850497224, unchecked((int)GrainId.Create("counter", "run18764-g0-z").GetUniformHashCode()));

    /// <summary>From the reference implementation, one for each path through the algorithm.</summary>
    [Theory]
    [InlineData("", 0x02CC5D05u)]
    [InlineData("a", 0x550D7456u)]
    [InlineData("abc", 0x32D153FFu)]
    [InlineData("Nobody inspects the spammish repetition", 0xE2293B2Fu)]
    public void The_hash_is_XXH32_reversed(string text, uint hash) =>
        Assert.Equal(BinaryPrimitives.ReverseEndianness(hash), StableHash.ComputeHash(Encoding.UTF8.GetBytes(text)));
}
